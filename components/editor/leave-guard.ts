import type { EditorDocument } from "./document.ts";
import { byGrant } from "./file-transport.ts";
import { saveDocument } from "./save-document.ts";
import { createStore } from "./store.ts";
import { isDirtyDocument } from "./workspace.ts";
import { allDirty } from "./workspaces.ts";

export type LeaveChoice = "save" | "discard" | "cancel";
type Question = { readonly documents: readonly EditorDocument[]; readonly answer: (choice: LeaveChoice) => void };

/** What the leave dialog asks now. */
export const leaveQuestion = createStore<Question | null>(null);

/**
 * Asks what to do with unsaved texts before they are closed: answers whether they may go. With `save`, only when every
 * one of them could be saved; a conflict or a failure keeps them open and says so in place.
 */
export async function mayClose(documents: readonly EditorDocument[]): Promise<boolean> {
  await Promise.all(documents.map((document) => document.saving));
  const dirty = documents.filter(isDirtyDocument);
  if (dirty.length === 0) return true;
  leaveQuestion.get()?.answer("cancel");
  const choice = await new Promise<LeaveChoice>((answer) => leaveQuestion.set({ documents: dirty, answer }));
  leaveQuestion.set(null);
  if (choice !== "save") return choice === "discard";
  await Promise.all(dirty.map((document) => saveDocument(document, byGrant)));
  return !dirty.some(isDirtyDocument);
}

/** Asks before the page with the editor is left; answers whether to go on. */
export const mayLeaveEditor = (): Promise<boolean> => mayClose(allDirty());
