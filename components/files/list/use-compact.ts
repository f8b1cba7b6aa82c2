"use client";
import { remembered } from "#components/ui/remembered.ts";

const compactRows = remembered("nullspace.files.compact");

export const setCompact = (compact: boolean): void => compactRows.set(compact ? "yes" : "no");

/** Whether rows are 28 pixels high instead of 32; remembered in this browser. */
export const useCompact = (): boolean => compactRows.use() === "yes";
