"use client";
import { Search } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ShortcutKeys } from "#components/ui/shortcuts/shortcut-keys.tsx";
import type { FileRoot } from "#lib/api/file-root.ts";
import { SEARCH_LABELS } from "./search-labels.ts";
import { useSearchUrl } from "./use-search-url.ts";

/** Opens the search beside the path, and closes it again. */
export function SearchButton({ kind }: Pick<FileRoot, "kind">) {
  const { isOpen, open, close } = useSearchUrl(kind);
  return (
    <IconButton
      label={SEARCH_LABELS[kind].label}
      keys={<ShortcutKeys keys="Mod+Shift+F" />}
      aria-pressed={isOpen}
      onClick={isOpen ? close : open}
      className="aria-pressed:bg-active aria-pressed:text-ink"
    >
      <Search aria-hidden="true" />
    </IconButton>
  );
}
