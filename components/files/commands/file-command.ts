import type { LucideIcon } from "lucide-react";
import type { Keys } from "#components/ui/shortcuts/keys.ts";

/** One thing that can be done with files: the same in the context menu, the palette and on the keyboard. */
export type FileCommand = {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys?: Keys;
  /** Keys that the browser or the focused widget answers itself: the registry only lists them. */
  readonly answeredElsewhere?: boolean;
  /** Works wherever the focus is on the page, not only in the list. */
  readonly everywhere?: boolean;
  readonly danger?: boolean;
  /** Null: it can be done now. A text: why not. `hidden`: it makes no sense here. */
  readonly reason: string | null | "hidden";
  /** Commands of one group stand together. */
  readonly group: "open" | "make" | "edit" | "share" | "view" | "danger";
  readonly run: () => void;
};
