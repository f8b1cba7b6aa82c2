"use client";
import { useSyncExternalStore } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { Carried } from "./model/drag.ts";

/** Entries that were copied or cut. */
export type FileClipboard = Carried & { readonly how: "copy" | "cut" };

let current: FileClipboard | null = null;
const listeners = new Set<() => void>();

export function setFileClipboard(next: FileClipboard | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export const fileClipboard = (): FileClipboard | null => current;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useFileClipboard = (): FileClipboard | null => useSyncExternalStore(subscribe, fileClipboard, () => null);

const isRoot = (value: unknown): value is FileRoot =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  (value.kind === "volume" || value.kind === "sandbox") &&
  "id" in value &&
  typeof value.id === "string";

const isClipboard = (value: unknown): value is FileClipboard =>
  typeof value === "object" &&
  value !== null &&
  "how" in value &&
  (value.how === "copy" || value.how === "cut") &&
  "root" in value &&
  isRoot(value.root) &&
  "paths" in value &&
  Array.isArray(value.paths) &&
  value.paths.every((path) => typeof path === "string" && path.startsWith("/"));

/** What another tab of this dashboard put on the system's clipboard, or null when it is something else. */
export function parseFileClipboard(text: string): FileClipboard | null {
  try {
    const value: unknown = JSON.parse(text);
    return isClipboard(value) ? value : null;
  } catch {
    return null;
  }
}
