import { heldGrantOf, type Upload } from "./upload.ts";

/**
 * An upload that goes on after a pause or a wait. It keeps its grant: should the first attempt have been published and
 * only its answer lost, the same grant answers the same again, where a new one would find the name taken.
 */
export function standUp(upload: Upload): Upload {
  const held = heldGrantOf(upload);
  return { ...upload, sent: upload.staged, standing: held ? { state: "ready", held } : { state: "queued" } };
}
