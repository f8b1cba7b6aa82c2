let lastId = 0;

/** A name for what one observer remembers in the scanning thread. */
export function nextScanId(): number {
  lastId += 1;
  return lastId;
}
