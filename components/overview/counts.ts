import type { SandboxStanding } from "#components/sandboxes/sandboxes-view.ts";
import type { StatusTone } from "#components/ui/status.tsx";
import type { AttachmentState } from "#lib/api/attachments.ts";
import type { Overview } from "#lib/api/overview.ts";
import type { CountLine } from "./count-list.tsx";

/** How attachments are told apart here: by state, and what is mounted by how it does. */
export type AttachmentStanding = Exclude<AttachmentState, "released"> | "degraded";

/** The worst first. */
const ATTACHMENTS: readonly { standing: AttachmentStanding; tone: StatusTone }[] = [
  { standing: "failed", tone: "bad" },
  { standing: "degraded", tone: "warn" },
  { standing: "unmounted", tone: "idle" },
  { standing: "releasing", tone: "busy" },
  { standing: "remounting", tone: "busy" },
  { standing: "mounting", tone: "busy" },
  { standing: "requested", tone: "busy" },
  { standing: "mounted", tone: "ok" },
  { standing: "paused", tone: "paused" },
];
export const ATTACHMENT_STANDINGS: readonly AttachmentStanding[] = ATTACHMENTS.map(({ standing }) => standing);

const SANDBOXES: readonly { standing: SandboxStanding; tone: StatusTone }[] = [
  { standing: "error", tone: "bad" },
  { standing: "out of reach", tone: "bad" },
  { standing: "creating", tone: "busy" },
  { standing: "running", tone: "ok" },
  { standing: "paused", tone: "paused" },
];

/** Nothing is called good while news do not arrive. */
const seen = (tone: StatusTone, live: boolean): StatusTone => (tone === "ok" && !live ? "idle" : tone);

/** How many attachments stand how. @param live whether news arrive */
export function attachmentLines({ attachments }: Overview, live: boolean): CountLine[] {
  const degraded = attachments.find(({ state }) => state === "mounted")?.unhealthy ?? 0;
  return ATTACHMENTS.flatMap(({ standing, tone }) => {
    const count =
      standing === "degraded"
        ? degraded
        : (attachments.find(({ state }) => state === standing)?.count ?? 0) - (standing === "mounted" ? degraded : 0);
    return count > 0 ? [{ tone: seen(tone, live), word: standing, count, href: `/attachments?state=${standing}` }] : [];
  });
}

/** How many sandboxes stand how. @param live whether news arrive */
export function sandboxLines({ sandboxes }: Overview, live: boolean): CountLine[] {
  const counted = (standing: SandboxStanding): number => {
    if (standing === "out of reach") return sandboxes.reduce((total, { unreachable }) => total + unreachable, 0);
    const found = sandboxes.find(({ status }) => status === standing);
    return found === undefined ? 0 : found.count - found.unreachable;
  };
  return SANDBOXES.flatMap(({ standing, tone }) => {
    const count = counted(standing);
    const href = `/sandboxes?${new URLSearchParams({ status: standing })}`;
    return count > 0 ? [{ tone: seen(tone, live), word: standing, count, href }] : [];
  });
}
