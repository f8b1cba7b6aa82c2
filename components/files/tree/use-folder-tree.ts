"use client";
import { hotkeysCoreFeature, type ItemInstance, syncDataLoaderFeature } from "@headless-tree/core";
import { useTree } from "@headless-tree/react";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { FileRoot } from "#lib/api/file-root.ts";
import { parentOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import { type Folders, foldersIn } from "#lib/queries/files.ts";

/** Above the root of the volume, which is itself a row. No path can be this: NUL is in none. */
const ABOVE_ROOT = "\0";
/** Starts the id of the row that stands for the folders beyond the first thousand. */
const MORE = "\0more:";

export type TreeRow =
  | { readonly kind: "folder"; readonly path: VolumePath; readonly name: string }
  | { readonly kind: "more"; readonly path: VolumePath };

function ancestors(path: VolumePath): VolumePath[] {
  const list: VolumePath[] = [];
  for (let at = path; at !== ROOT; at = parentOf(at)) list.push(parentOf(at));
  return list;
}

const rowOf = (id: string): TreeRow =>
  id.startsWith(MORE)
    ? // Ids after the mark are paths that the API answered.
      { kind: "more", path: id.slice(MORE.length) as VolumePath }
    : { kind: "folder", path: id as VolumePath, name: id.slice(id.lastIndexOf("/") + 1) };

/** The tree of folders, each read when it is opened and kept fresh while it is open. */
export function useFolderTree(root: FileRoot, name: string, current: VolumePath) {
  const [expandedItems, setExpandedItems] = useState<string[]>([ROOT, ...ancestors(current)]);
  const [focusedItem, setFocusedItem] = useState<string | null>(current);
  const open = [...new Set(expandedItems)].filter((id): id is VolumePath => id.startsWith("/"));
  const answers = useQueries({ queries: open.map((path) => foldersIn(root, path)) });
  const known = useRef(new Map<string, Folders>());
  const shape = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for the answers, which are new in each render
  known.current = useMemo(() => {
    const map = new Map(known.current);
    open.forEach((path, index) => {
      const data = answers[index]?.data;
      if (data) map.set(path, data);
    });
    return map;
  }, [shape, expandedItems]);

  const tree = useTree<TreeRow>({
    rootItemId: ABOVE_ROOT,
    features: [syncDataLoaderFeature, hotkeysCoreFeature],
    state: { expandedItems, focusedItem },
    setExpandedItems,
    setFocusedItem,
    getItemName: (item: ItemInstance<TreeRow>) => {
      const row = item.getItemData();
      if (row.kind === "more") return "More folders";
      return row.path === ROOT ? name : row.name;
    },
    isItemFolder: (item) => {
      const row = item.getItemData();
      const folders = row.kind === "folder" ? known.current.get(row.path) : undefined;
      return row.kind === "folder" && (folders === undefined || folders.folders.length > 0);
    },
    dataLoader: {
      getItem: rowOf,
      getChildren: (id) => {
        if (id === ABOVE_ROOT) return [ROOT];
        const folders = known.current.get(id);
        if (!folders) return [];
        const paths: string[] = folders.folders.map(({ path }) => path);
        return folders.more ? [...paths, `${MORE}${id}`] : paths;
      },
    },
    scrollToItem: (item) => scrollTo.current(item.getItemMeta().index),
  });
  const scrollTo = useRef<(index: number) => void>(() => undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known is in a ref that the tree reads
  useEffect(() => tree.rebuildTree(), [shape, expandedItems, tree]);

  // The tree follows the list: folders above the current one open.
  useEffect(() => {
    setExpandedItems((before) => {
      const missing = ancestors(current).filter((path) => !before.includes(path));
      return missing.length === 0 ? before : [...before, ...missing];
    });
    setFocusedItem(current);
  }, [current]);

  return { tree, scrollTo };
}
