import { expect, test, vi } from "vitest";
import { createUndoHistory } from "./undo-history.ts";

test("an undo that is asked for while the act is under way is done when the act has landed", async () => {
  const history = createUndoHistory(() => undefined);
  const land = Promise.withResolvers<() => Promise<void>>();
  const takeBack = vi.fn(async () => undefined);
  const acting = history.act("Delete a.txt", () => land.promise);
  expect(history.newest()?.label).toBe("Delete a.txt");
  const undoing = history.undo();
  expect(history.newest()).toBeNull();
  expect(takeBack).not.toHaveBeenCalled();
  land.resolve(takeBack);
  await Promise.all([acting, undoing]);
  expect(takeBack).toHaveBeenCalledOnce();
});

test("an act is taken back once, and the one before it stays for the next undo", async () => {
  const history = createUndoHistory(() => undefined);
  const first = vi.fn(async () => undefined);
  const second = vi.fn(async () => undefined);
  await history.act("first", async () => first);
  let button = () => Promise.resolve();
  await history.act("second", async (step) => {
    button = step?.undo ?? button;
    return second;
  });
  await Promise.all([button(), button()]);
  expect(second).toHaveBeenCalledOnce();
  expect(first).not.toHaveBeenCalled();
  await history.undo();
  expect(first).toHaveBeenCalledOnce();
  expect(history.newest()).toBeNull();
});

test("what was refused, or fails, is nothing to take back", async () => {
  const history = createUndoHistory(() => undefined);
  await history.act("refused", async () => null);
  await expect(history.act("broken", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(history.newest()).toBeNull();
});
