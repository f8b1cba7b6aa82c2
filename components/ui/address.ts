import { addressLog } from "./address-log.ts";

/** Milliseconds between two changes of the address: browsers refuse to have it changed without end by held keys. */
const WRITE_EVERY = 100;

type Listener = (href: string) => void;
const listeners = new Set<Listener>();
const log = addressLog();
/** What the address shall say next. */
let waiting: string | null = null;
let resting: ReturnType<typeof setTimeout> | undefined;

/** An address of this site as `/path?query`, always written the same way. */
export const hrefOf = (pathname: string, search: string): string => {
  const query = new URLSearchParams(search).toString();
  return query === "" ? pathname : `${pathname}?${query}`;
};

const tell = (href: string) => {
  for (const listener of listeners) listener(href);
};

const isHere = (href: string): boolean => href.split("?", 1)[0] === window.location.pathname;

/** What was set last on this page and the router has not heard yet; null when it has heard everything. */
export const addressAhead = (): string | null => {
  const href = waiting ?? log.latest();
  return href !== null && isHere(href) ? href : null;
};

/** Where the page is, with what was set since, as `/path?query`. */
export const addressNow = (): string => addressAhead() ?? hrefOf(window.location.pathname, window.location.search);

function write(how: "push" | "replace") {
  if (waiting === null) return;
  const href = waiting;
  waiting = null;
  // Somebody has left the page meanwhile.
  if (!isHere(href)) return;
  log.written(href);
  // Next follows this without asking the server for the page again.
  if (how === "push") window.history.pushState(null, "", href);
  else window.history.replaceState(null, "", href + window.location.hash);
}

function rest() {
  resting = setTimeout(() => {
    resting = undefined;
    if (waiting === null) return;
    write("replace");
    rest();
  }, WRITE_EVERY);
}

/**
 * Changes the address of this page without leaving it. Whoever listens knows at once; the address follows at once, or a
 * moment later while it is changed over and over.
 * @param href of the same page, as `hrefOf` writes it
 * @param how `push` makes a step of the history
 */
export function changeAddress(href: string, how: "push" | "replace"): void {
  if (how === "push") write("replace");
  waiting = href;
  tell(href);
  if (how === "push" || resting === undefined) write(how);
  if (resting === undefined) rest();
}

/** The router says where it is. Where somebody else went there, nothing is ahead of it any more. */
export function routerArrived(href: string): void {
  if (log.arrived(href)) waiting = null;
}

/** Tells of each change by `changeAddress` and of each step in the history. @returns how to stop that */
export function onAddress(listener: Listener): () => void {
  if (listeners.size === 0) window.addEventListener("popstate", onStep);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("popstate", onStep);
  };
}

function onStep() {
  log.stepped();
  waiting = null;
  // Back to what the router said last is no news for the router, which would not say it again.
  tell(hrefOf(window.location.pathname, window.location.search));
}
