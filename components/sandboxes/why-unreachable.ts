import type { Sandbox } from "#lib/api/sandboxes.ts";

/**
 * Why the files of a sandbox that does not run cannot be read now, and what becomes of them.
 * @param runtime why nothing runs in this deployment; null where it can
 */
export function whyUnreachable(
  {
    status,
    pause_kind,
    error_message,
    unreachable_since,
  }: Pick<Sandbox, "status" | "pause_kind" | "error_message" | "unreachable_since">,
  runtime: string | null,
): { title: string; text: string } {
  if (status === "destroyed")
    return {
      title: "This sandbox is destroyed",
      text: "Its own files are gone. What it wrote into mounted volumes is in the volumes.",
    };
  if (unreachable_since)
    return {
      title: "Its machine is out of reach",
      text: "The machine that runs this sandbox has not been heard from. Its files are back when its control plane is.",
    };
  if (runtime !== null) return { title: "Its files are out of reach", text: `Sandboxes cannot run here: ${runtime}` };
  switch (status) {
    case "creating":
      return { title: "The sandbox is starting", text: "Its files appear here as soon as it runs." };
    case "paused":
      return pause_kind === "hibernated"
        ? {
            title: "The sandbox is hibernated",
            text: "Its files are kept as a snapshot and can be read and changed again once it is resumed.",
          }
        : {
            title: "The sandbox is paused",
            text: "Its files stay as they are, out of reach until it is resumed: its processes hold still meanwhile.",
          };
    default:
      return {
        title: "The sandbox does not run",
        text: error_message ?? "Its files cannot be reached while it does not run.",
      };
  }
}
