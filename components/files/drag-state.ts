import type { Carried } from "./model/drag.ts";

/** The type of drags and clipboards that hold entries of a root; their content is readable only at the drop. */
export const PATHS_TYPE = "application/x-nullspace-paths";

let current: Carried | null = null;

/** What this window drags now. Browsers hide the data of a drag until it is dropped, so it is kept here too. */
export const currentDrag = (): Carried | null => current;
export const beginDrag = (carried: Carried): void => {
  current = carried;
};
export const endDrag = (): void => {
  current = null;
};
