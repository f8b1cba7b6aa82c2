import type { Sandbox } from "#lib/api/sandboxes.ts";

/** Kept by the system for the official client; not something a person set. */
const OURS = new Set(["volume_attachments"]);

/** A sandbox has no name of its own: the `name` of its metadata when somebody gave one, else its id. */
export function sandboxName({ id, metadata }: Pick<Sandbox, "id" | "metadata">): string {
  const { name } = metadata;
  return typeof name === "string" && name.trim() !== "" ? name : id;
}

/** What people put on the sandbox, as text. */
export const ownMetadata = ({ metadata }: Pick<Sandbox, "metadata">): { key: string; value: string }[] =>
  Object.entries(metadata)
    .filter(([key]) => !OURS.has(key))
    .map(([key, value]) => ({ key, value: typeof value === "string" ? value : JSON.stringify(value) }));

/** The same in a line of a list, without the name that stands before it: `job=nightly owner=ana`. */
export function metadataLine(sandbox: Pick<Sandbox, "id" | "metadata">): string {
  const name = sandboxName(sandbox);
  return ownMetadata(sandbox)
    .filter(({ key }) => key !== "name" || name === sandbox.id)
    .map(({ key, value }) => `${key}=${value}`)
    .join(" ");
}
