import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import type { System } from "../context.ts";
import { findSandbox, type SandboxRow } from "../sandboxes/find-sandbox.ts";
import type { Claim } from "./claim-attachment.ts";
import type { AttachmentRow } from "./find-attachment.ts";
import type { Change } from "./save-transitions.ts";
import type { Failure } from "./state.ts";

/** How long a look at a mount that may still stand may take, in milliseconds. */
const LOOK_MS = 2_000;

export const SANDBOX_GONE: Failure = {
  code: "sandbox_gone",
  message: "The sandbox does not run any more. Destroy it and create another one with this volume.",
};

/** How one attempt of the driver ended. */
export type Outcome =
  | { kind: "changed"; change: Change }
  /** Processes hold the mount that is to go. */
  | { kind: "busy"; holders: VolumeAttachment["holders"] }
  | { kind: "failed"; failure: Failure; mayHelpLater: boolean }
  /** The sandbox is about to start: not a failure. */
  | { kind: "early" };

/** What the runtime needs to know of an attachment, but for where its volume lies. */
export const mountOf = (row: AttachmentRow) => ({
  sandboxId: row.sandboxId,
  attachmentId: row.id,
  subpath: row.subpath,
  mountPath: row.mountPath,
  readOnly: row.readOnly,
});

function failureOf(system: System, row: AttachmentRow, error: unknown): Outcome {
  if (error instanceof ApiError) {
    const message = [error.message, error.suggestedAction].filter(Boolean).join(" ");
    return { kind: "failed", failure: { code: error.code, message }, mayHelpLater: error.retryable };
  }
  system.log.error({ err: error, attachment_id: row.id }, "an attachment could not be driven on");
  const message = "Something went wrong on our side. Try to remount it; the log of the control plane says more.";
  return { kind: "failed", failure: { code: "internal_error", message }, mayHelpLater: true };
}

/** Whether a sandbox is on its way up or down, or put away: then it may be gone for a while, and whoever moves it says so in the end. */
export const isMoving = ({ status, operation }: SandboxRow): boolean =>
  status === "creating" || status === "paused" || operation !== null;

/** The kernel has no such sandbox: over, or not there yet? */
async function withoutSandbox(system: System, { ctx, row }: Claim): Promise<Outcome> {
  const sandbox = await findSandbox(system.database.queries, ctx, row.sandboxId);
  if (isMoving(sandbox)) return { kind: "early" };
  return { kind: "failed", failure: SANDBOX_GONE, mayHelpLater: false };
}

/** Whether what was asked for stands already: left by a control plane that died, or through a pause. */
const stands = (system: System, row: AttachmentRow): Promise<boolean> =>
  system.store.withDataPath(row.volumeId, async (source) => {
    await system.runtime.finishMount(mountOf(row));
    const found = await system.runtime.check({ ...mountOf(row), source }, LOOK_MS);
    return found.ok;
  });

const holdersOf = (error: ApiError) =>
  // Told by the runtime, whose `volume_busy` always names them.
  (error.details.holders ?? []) as VolumeAttachment["holders"];

const isUnreachable = (error: unknown) => error instanceof ApiError && error.code === "volume_backend_unavailable";

async function mount(system: System, claim: Claim): Promise<Outcome> {
  const { row } = claim;
  const { runtime, store } = system;
  const succeeded: Outcome = { kind: "changed", change: { event: "succeed", cause: row.cause } };
  try {
    if (row.state === "mounting" && !claim.fresh && (await stands(system, row))) return succeeded;
    const place = () =>
      store.withDataPath(row.volumeId, async (source) => {
        if (claim.graceOver) await runtime.killHolders(mountOf(row));
        await runtime.mount({ ...mountOf(row), source });
      });
    try {
      await place();
    } catch (error) {
      if (row.state !== "remounting" || !isUnreachable(error)) throw error;
      // A file system that has failed stays so while anything has it mounted, and that may be what is to be replaced.
      const released = await unmount(system, claim);
      if (released.kind !== "changed") return released;
      await place();
    }
    return succeeded;
  } catch (error) {
    if (error instanceof ApiError && error.code === "volume_busy") return { kind: "busy", holders: holdersOf(error) };
    if ((await runtime.inspect(row.sandboxId)) === "gone") return withoutSandbox(system, claim);
    return failureOf(system, row, error);
  }
}

async function unmount(system: System, { row, graceOver }: Claim): Promise<Outcome> {
  const { runtime } = system;
  try {
    if (graceOver) await runtime.killHolders(mountOf(row));
    const result = await runtime.unmount(mountOf(row));
    if (!result.done) return { kind: "busy", holders: result.holders };
    return { kind: "changed", change: { event: "finish", cause: row.cause } };
  } catch (error) {
    return failureOf(system, row, error);
  }
}

/** Does on the machine what the state of a claimed attachment asks for. Safe to repeat. Never throws. */
export const attempt = (system: System, claim: Claim): Promise<Outcome> =>
  claim.row.state === "releasing" ? unmount(system, claim) : mount(system, claim);
