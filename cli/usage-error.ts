/** The command line was wrong: told with the line that helps, exit 2. */
export class UsageError extends Error {}
