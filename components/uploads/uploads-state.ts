import type { Pace } from "./pace.ts";
import type { Answer, Upload } from "./upload.ts";

/** More was dropped than there is room for: nothing of it goes until the person decides. */
export type Overflow = { ids: readonly number[]; neededBytes: number; roomBytes: number };

export type Uploads = {
  /** In the order they were dropped, so ids ascend. */
  readonly list: readonly Upload[];
  readonly nextId: number;
  /** What the person said for the rest of a batch. */
  readonly answers: Readonly<Record<number, Answer>>;
  readonly overflows: readonly Overflow[];
  /** Of everything: bytes and files a second. */
  readonly bytePace: Pace | null;
  readonly filePace: Pace | null;
  /** Counts the acts that made the work larger or smaller, after which it is less far than it was. */
  readonly extent: number;
};

export const NO_UPLOADS: Uploads = {
  list: [],
  nextId: 1,
  answers: {},
  overflows: [],
  bytePace: null,
  filePace: null,
  extent: 0,
};

/** Where an upload stands in the list, or -1: halving, since ids ascend and there may be tens of thousands. */
function indexOf(list: readonly Upload[], id: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = list[middle]?.id ?? Number.POSITIVE_INFINITY;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export const findUpload = ({ list }: Uploads, id: number): Upload | undefined => list[indexOf(list, id)];

/** One file, several, or all. */
export type Which = readonly number[] | "all";

/** The state with some uploads changed. */
export function changeUploads(state: Uploads, which: Which, change: (upload: Upload) => Upload): Uploads {
  if (which === "all") return { ...state, list: state.list.map(change) };
  const list = [...state.list];
  for (const id of which) {
    const at = indexOf(list, id);
    const upload = list[at];
    if (upload) list[at] = change(upload);
  }
  return { ...state, list };
}
