"use client";
import { Search } from "lucide-react";
import type { Route } from "next";
import { usePathname, useRouter } from "next/navigation";
import { useCommands } from "#components/shell/command-palette/use-commands.ts";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { type FileRoot, pathOfRoot } from "#lib/api/file-root.ts";
import { SEARCH_LABELS } from "./search-labels.ts";
import { searchHref } from "./search-url.ts";
import { useSearchUrl } from "./use-search-url.ts";

/** Opens the search from every page of a root, by key and from the palette. Draws nothing. */
export function SearchShortcut({ root }: { root: FileRoot }) {
  const { open } = useSearchUrl(root.kind);
  const { scope, label } = SEARCH_LABELS[root.kind];
  const path = usePathname();
  const router = useRouter();
  const run = () => {
    if (path === `${pathOfRoot(root)}/files`) open();
    else router.push(searchHref(root) as Route);
  };
  useShortcuts([{ id: "search.open", keys: "Mod+Shift+F", scope, label, whenTyping: true, run }]);
  useCommands(scope, [{ id: "search.open", label, icon: <Search aria-hidden="true" />, keys: "Mod+Shift+F", run }]);
  return null;
}
