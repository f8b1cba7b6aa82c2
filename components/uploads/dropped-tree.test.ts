import { expect, test } from "vitest";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { childOf, ROOT } from "#lib/api/paths.ts";
import { readDrop } from "./dropped-tree.ts";
import { uploadsOfTree } from "./uploads-of-tree.ts";

const VOLUME = { ...volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), name: "team-data" };

type Node = string | { name: string; inside: Node[] } | { name: string; broken: true };

/** An entry as browsers give them: directories by batches of at most 100, files only when asked for. */
function entryOf(node: Node): object {
  if (typeof node === "string")
    return {
      name: node,
      isFile: true,
      isDirectory: false,
      file: (take: (file: File) => void) => take(new File(["x"], node)),
    };
  if ("broken" in node)
    return {
      name: node.name,
      isFile: true,
      isDirectory: false,
      file: (_: unknown, fail: (error: Error) => void) => fail(new Error("gone")),
    };
  return {
    name: node.name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      let given = 0;
      return {
        readEntries: (take: (entries: object[]) => void) => {
          take(node.inside.slice(given, given + 100).map(entryOf));
          given += 100;
        },
      };
    },
  };
}

function dropOf(...nodes: Node[]): DataTransfer {
  const items = nodes.map((node) => ({ kind: "file", webkitGetAsEntry: () => entryOf(node), getAsFile: () => null }));
  // A drop is read by its items and nothing else.
  return { items } as unknown as DataTransfer;
}

test("a folder of more than one batch comes whole, with its empty folders", async () => {
  const many = Array.from({ length: 250 }, (_, n) => `${n}.txt`);
  const tree = await readDrop(
    dropOf("top.txt", {
      name: "raw",
      inside: [...many, { name: "empty", inside: [] }, { name: "deep", inside: ["x"] }],
    }),
  );
  expect(tree.files).toHaveLength(252);
  expect(tree.files.at(-1)?.names).toEqual(["raw", "deep", "x"]);
  expect(tree.emptyDirectories).toEqual([["raw", "empty"]]);
});

test("what cannot be read or stored is told, and the rest goes", async () => {
  const tree = await readDrop(dropOf({ name: "raw", inside: ["a", { name: "b", broken: true }, "n".repeat(300)] }));
  const { uploads, refused } = uploadsOfTree(VOLUME, childOf(ROOT, "data"), tree);
  expect(uploads.map(({ target }) => target)).toEqual(["/data/raw/a"]);
  expect(refused.map(({ path }) => path.slice(0, 8))).toEqual(["raw/nnnn", "raw/b"]);
});
