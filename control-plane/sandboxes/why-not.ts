import type { SandboxActions } from "#lib/api/sandboxes.ts";
import type { Context } from "../context.ts";
import type { SandboxOperation } from "../db/schema.ts";
import { HOST_SILENT } from "../hosts/silence.ts";
import { thisHost } from "../hosts/this-host.ts";
import { refusalOf } from "../identity/authorize.ts";
import type { SandboxRow } from "./find-sandbox.ts";

export type SandboxAct = keyof SandboxActions;

const AT_IT: Record<SandboxOperation, string> = {
  pause: "It is being paused.",
  resume: "It is being resumed.",
  hibernate: "It is being hibernated.",
  snapshot: "Its files are being copied.",
  destroy: "It is being destroyed.",
};

type Situation = "creating" | "running" | "frozen" | "hibernated" | "error" | "destroyed";

const REASONS: Record<Exclude<Situation, "error">, string> = {
  creating: "It is being made.",
  running: "It runs already.",
  frozen: "It is paused: resume it first.",
  hibernated: "It is hibernated: resume it first.",
  destroyed: "It was destroyed.",
};

/** Where each act has its place. */
const PLACES: Record<SandboxAct, readonly Situation[]> = {
  exec: ["running"],
  attach: ["running"],
  pause: ["running"],
  hibernate: ["running", "frozen"],
  resume: ["frozen", "hibernated"],
  fork: ["running", "frozen", "hibernated"],
  destroy: ["creating", "running", "frozen", "hibernated", "error"],
};

function situationOf({ status, pauseKind }: SandboxRow): Situation {
  return status === "paused" ? (pauseKind ?? "frozen") : status;
}

const elsewhere = ({ unreachableSince }: SandboxRow): string =>
  unreachableSince === null
    ? "It is on another machine, whose control plane does not answer here."
    : HOST_SILENT.message;

/** Why the sandbox cannot take this now, in a sentence; null when it can. Rights are another matter. */
export function whyNot(row: SandboxRow, act: SandboxAct): string | null {
  if (row.operation === "destroy" || (row.operation !== null && act !== "destroy")) return AT_IT[row.operation];
  const situation = situationOf(row);
  if (PLACES[act].includes(situation)) return row.host === thisHost() ? null : elsewhere(row);
  return situation === "error" ? `It broke: ${row.errorMessage ?? "destroy it."}` : REASONS[situation];
}

const ALL = Object.keys(PLACES) as SandboxAct[];

/** What the caller may do with it now, and why not. */
export function actionsOf(ctx: Context, row: SandboxRow): SandboxActions {
  const answer = (act: SandboxAct) => {
    const reason = refusalOf(ctx, act === "attach" ? "attachments:write" : "sandboxes:write") ?? whyNot(row, act);
    return { allowed: reason === null, reason };
  };
  // Every act is a key of the type.
  return Object.fromEntries(ALL.map((act) => [act, answer(act)])) as SandboxActions;
}
