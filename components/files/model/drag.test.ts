import { describe, expect, test } from "vitest";
import { volumeRoot } from "#lib/api/file-root.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { dropVerdict } from "./drag.ts";

const root = volumeRoot("vol_3f8a21c09b7e" as VolumeId);
const path = (text: string) => text as VolumePath;
const carried = (...paths: string[]) => ({ root, paths: paths.map(path) });

describe("where a drag may land", () => {
  test("another folder takes it", () => {
    expect(dropVerdict(carried("/a.txt"), root, path("/b"), false)).toEqual({ ok: true, copy: false });
  });
  test("a folder never goes into itself or below, a like-named neighbour is no trap", () => {
    expect(dropVerdict(carried("/a"), root, path("/a"), false).ok).toBe(false);
    expect(dropVerdict(carried("/a"), root, path("/a/b"), true).ok).toBe(false);
    expect(dropVerdict(carried("/a"), root, path("/ab"), false).ok).toBe(true);
  });
  test("its own folder takes a copy only", () => {
    expect(dropVerdict(carried("/x/a"), root, path("/x"), false).ok).toBe(false);
    expect(dropVerdict(carried("/x/a"), root, path("/x"), true).ok).toBe(true);
  });
  test("another volume does not", () => {
    expect(dropVerdict(carried("/a"), volumeRoot("vol_000000000000" as VolumeId), path("/"), false).ok).toBe(false);
  });
});
