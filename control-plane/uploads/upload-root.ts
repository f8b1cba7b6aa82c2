import { eq } from "drizzle-orm";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { Context } from "../context.ts";
import { uploads } from "../db/schema.ts";
import { authorize } from "../identity/authorize.ts";
import type { UploadRow } from "./find-upload.ts";

/** Whose files an upload goes to. */
export function rootOf({ id, volumeId, sandboxId }: Pick<UploadRow, "id" | "volumeId" | "sandboxId">): FileRoot {
  if (volumeId !== null) return { kind: "volume", id: volumeId };
  if (sandboxId !== null) return { kind: "sandbox", id: sandboxId };
  throw new Error(`${id} goes nowhere, which the database forbids`);
}

/** The columns that say whose. */
export const columnsOf = (root: FileRoot) => (root.kind === "volume" ? { volumeId: root.id } : { sandboxId: root.id });

/** The uploads that go there. */
export const goesTo = (root: FileRoot) =>
  root.kind === "volume" ? eq(uploads.volumeId, root.id) : eq(uploads.sandboxId, root.id);

/** @throws ApiError forbidden */
export const authorizeUpload = (ctx: Context, root: FileRoot): void =>
  authorize(ctx, root.kind === "volume" ? "files:write" : "sandboxes:write");
