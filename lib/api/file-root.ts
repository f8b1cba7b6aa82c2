import type { SandboxId, VolumeId } from "./ids.ts";

/**
 * Whose files are meant: a volume's, or those of a sandbox as its processes see them, its mounts included. Paths are
 * absolute in it.
 */
export type FileRoot =
  | { readonly kind: "volume"; readonly id: VolumeId }
  | { readonly kind: "sandbox"; readonly id: SandboxId };

/** A root and what people call it. */
export type NamedRoot = FileRoot & { readonly name: string };

export const volumeRoot = (id: VolumeId): FileRoot => ({ kind: "volume", id });
export const sandboxRoot = (id: SandboxId): FileRoot => ({ kind: "sandbox", id });

export const sameRoot = (a: FileRoot, b: FileRoot): boolean => a.id === b.id;

/** Where a root is, in the API below `/v1` and in the dashboard: `/volumes/vol_…` or `/sandboxes/sb_…`. */
export const pathOfRoot = ({ kind, id }: FileRoot): string => `/${kind === "volume" ? "volumes" : "sandboxes"}/${id}`;
