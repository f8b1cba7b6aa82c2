export const WHO = ["owner", "group", "others"] as const;
export const WHAT = ["read", "write", "execute"] as const;
export type Who = (typeof WHO)[number];
export type What = (typeof WHAT)[number];

const bitOf = (who: Who, what: What): number => 1 << (8 - WHO.indexOf(who) * 3 - WHAT.indexOf(what));

/** The bits of `644` or `0644`, or null for anything else. */
export const parseOctal = (text: string): number | null =>
  /^0?[0-7]{3}$/.test(text) ? Number.parseInt(text, 8) : null;
export const octal = (bits: number): string => `0${bits.toString(8).padStart(3, "0")}`;
export const hasBit = (bits: number, who: Who, what: What): boolean => (bits & bitOf(who, what)) !== 0;
export const withBit = (bits: number, who: Who, what: What, on: boolean): number =>
  on ? bits | bitOf(who, what) : bits & ~bitOf(who, what);

/** Bits as `ls` shows them: `rw-r--r--`. */
export const symbolic = (bits: number): string =>
  WHO.flatMap((who) => WHAT.map((what) => (hasBit(bits, who, what) ? what.charAt(0).replace("e", "x") : "-"))).join("");
