import { type Progress, reduceProgress } from "./reduce-progress.ts";
import { reduceWishes, type Wish } from "./reduce-wishes.ts";
import type { Uploads } from "./uploads-state.ts";

export type UploadsAction = Progress | Wish;

const WISHES: ReadonlySet<UploadsAction["type"]> = new Set([
  "added",
  "answered",
  "put_aside",
  "overflow_answered",
  "paused",
  "resumed",
  "cancelled",
  "retried",
  "cleared",
] satisfies Wish["type"][]);
const isWish = (action: UploadsAction): action is Wish => WISHES.has(action.type);

/** The one place where uploads change. What arrives late, for an upload that has moved on, changes nothing. */
export const reduceUploads = (state: Uploads, action: UploadsAction): Uploads =>
  isWish(action) ? reduceWishes(state, action) : reduceProgress(state, action);
