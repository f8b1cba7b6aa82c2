import { renderedKindOf } from "#components/previews/preview-kind.ts";
import { nameOf } from "#lib/api/paths.ts";
import type { DocumentState, View } from "./document.ts";

/** The ways one can choose from; none when there is only one. The first is shown unless another was chosen. */
export function viewsOf({ path, content }: DocumentState): readonly View[] {
  const rendered = renderedKindOf(nameOf(path));
  if (content.kind === "head") return rendered === "table" ? ["preview", "source", "bytes"] : ["source", "bytes"];
  if (content.kind !== "text" || rendered === null) return [];
  // A document is opened to be written, a picture and a table to be looked at.
  return rendered === "markdown" ? ["source", "preview"] : ["preview", "source"];
}

/** The way it is looked at now. */
export function viewOf(state: DocumentState): View {
  const views = viewsOf(state);
  return state.chosenView && views.includes(state.chosenView) ? state.chosenView : (views[0] ?? "source");
}
