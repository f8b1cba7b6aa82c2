import { ApiError } from "#lib/api/api-error.ts";
import type { Runtime } from "../runtime.ts";

/** What there is where no sandbox can run: everything else of the control plane works, and this says why. */
export function unavailableRuntime(reason: string): Runtime {
  const refuse = async (): Promise<never> => {
    throw new ApiError("volume_backend_capability_unsupported", reason, {
      suggestedAction: "Ask the operator of this deployment to make sandboxes possible here.",
    });
  };
  return {
    kind: "local",
    capability: { available: false, reason },
    recover: async () => {},
    start: refuse,
    stop: refuse,
    remove: refuse,
    freeze: refuse,
    thaw: refuse,
    inspect: refuse,
    list: refuse,
    exec: refuse,
    openTerminal: refuse,
    processes: refuse,
    killProcess: refuse,
    usage: refuse,
    useRoot: refuse,
    mount: refuse,
    finishMount: refuse,
    unmount: refuse,
    killHolders: refuse,
    holdsHere: refuse,
    check: refuse,
    saveFiles: refuse,
    dropSaved: refuse,
  };
}
