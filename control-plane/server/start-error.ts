/** Why the control plane cannot start, in one line that names the cause and the remedy. Shown without a stack trace. */
export class StartError extends Error {}
