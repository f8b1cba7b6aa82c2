"use client";
import { Search, SearchX } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { TextPlace } from "#components/editor/reveal-line.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useShortcuts } from "#components/ui/shortcuts/use-shortcuts.ts";
import { ApiError } from "#lib/api/api-error.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import type { VolumePath } from "#lib/api/paths.ts";
import { ReplaceField } from "./replace-field.tsx";
import { ReplacePreview } from "./replace-preview.tsx";
import { RESULTS_ID, ResultList, rowId } from "./result-list.tsx";
import type { ResultRow } from "./result-rows.ts";
import { SearchFields } from "./search-fields.tsx";
import { SEARCH_LABELS } from "./search-labels.ts";
import { SearchStatus } from "./search-status.tsx";
import { previewInput, type SearchAsked, searchInput } from "./search-url.ts";
import { useSearch } from "./use-search.ts";
import { useSearchUrl } from "./use-search-url.ts";

type Props = {
  root: FileRoot;
  /** The folder in the file manager, which a search may keep to. */
  folder: VolumePath;
  /** Why nothing can be changed here, as a sentence; null when it can. */
  readOnly: string | null;
  /** Opens a file, at a place of its text where there is one. */
  onOpen: (path: VolumePath, place: TextPlace | null) => void;
  onGoTo: (folder: VolumePath) => void;
  /** The search was closed. */
  onClosed: () => void;
};

const PAGE = 12;
const isInvalid = (error: unknown): error is ApiError => error instanceof ApiError && error.code === "invalid_request";

/** Search in the names and contents of a root, in the place of the list. */
export function SearchPane({ root, folder, readOnly, onOpen, onGoTo, onClosed }: Props) {
  const { asked, ask: set, close } = useSearchUrl(root.kind);
  /** Another search has another preview. */
  const ask = (part: Partial<SearchAsked>) => set({ preview: false, ...part });
  const input = useMemo(() => searchInput(asked, folder), [asked, folder]);
  const wanted = previewInput(asked, folder);
  const wantedText = JSON.stringify(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for what is wanted, which is new in each render
  const preview = useMemo(() => (asked.preview ? wanted : null), [asked.preview, wantedText]);
  const search = useSearch(root, input);
  const { rows } = search.results;
  const [active, setActive] = useState(0);
  const queryRef = useRef<HTMLInputElement>(null);
  const regionRef = useRef<HTMLElement>(null);
  const focusQuery = () => {
    queryRef.current?.focus();
    queryRef.current?.select();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    // Who was quicker than the page and is in another of the fields stays there.
    if (!regionRef.current?.contains(document.activeElement)) focusQuery();
  }, []);
  useShortcuts([
    {
      id: "search.open",
      keys: "Mod+Shift+F",
      ...SEARCH_LABELS[root.kind],
      whenTyping: true,
      run: focusQuery,
    },
  ]);

  const asks = JSON.stringify(input);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its first result
  useEffect(() => setActive(0), [asks]);

  const closeSearch = () => {
    close();
    onClosed();
  };
  const open = (row: ResultRow) => {
    if (row.kind === "name") {
      if (!row.isDirectory) return onOpen(row.path, null);
      close();
      return onGoTo(row.path);
    }
    const { line, column, ranges } = row.kind === "line" ? row.found : row.first;
    const [from, to] = ranges[0] ?? [0, 0];
    onOpen(row.path, { line, column, length: to - from });
  };

  const moveTo = (index: number) => setActive(Math.max(0, Math.min(rows.length - 1, index)));
  const MOVES: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
  const onQueryKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const move = MOVES[event.key];
    if (move !== undefined) moveTo(active + move);
    else if (event.key === "Enter") {
      const row = rows[active];
      if (row) open(row);
    } else return;
    event.preventDefault();
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    if (preview !== null) ask({});
    else if (event.target === queryRef.current) return closeSearch();
    focusQuery();
  };

  const problem = isInvalid(search.error) ? `${search.error.message}.` : null;
  const body = () => {
    if (preview !== null)
      return (
        <ReplacePreview
          root={root}
          input={preview}
          onOpen={onOpen}
          onBack={() => {
            ask({});
            focusQuery();
          }}
          onDone={search.again}
        />
      );
    if (input === null)
      return (
        <EmptyState
          icon={<Search aria-hidden="true" />}
          title={`Search this ${root.kind}`}
          className="flex-1 justify-center"
        >
          Type to look into every text file, or choose Names to find files and folders. <Kbd>↑</Kbd> <Kbd>↓</Kbd> go
          through what is found, <Kbd>Enter</Kbd> opens it at the line, <Kbd>Esc</Kbd> goes back.
        </EmptyState>
      );
    if (problem !== null) return <div className="flex-1" />;
    if (search.error !== null && rows.length === 0)
      return (
        <ErrorState
          title="The search did not work"
          error={search.error}
          className="flex-1"
          action={<Button onClick={search.again}>Search again</Button>}
        />
      );
    if (rows.length === 0 && search.end !== null)
      return (
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          title={`Nothing found for “${asked.find}”`}
          className="flex-1 justify-center"
          action={
            asked.within === "folder" || asked.glob !== "" || asked.case || asked.word ? (
              <Button onClick={() => ask({ within: "volume", glob: "", case: false, word: false })}>
                Search everywhere, without limits
              </Button>
            ) : null
          }
        >
          {asked.in === "names"
            ? `${search.end.looked_at.toLocaleString("en")} names were looked at.`
            : `${search.end.looked_at.toLocaleString("en")} files were looked into. Binary files are not searched.`}
        </EmptyState>
      );
    return <ResultList rows={rows} active={active} busy={search.running} onActivate={setActive} onOpen={open} />;
  };

  return (
    <search
      ref={regionRef}
      aria-label={SEARCH_LABELS[root.kind].label}
      onKeyDown={onEscape}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <SearchFields
        asked={asked}
        folder={folder}
        readOnly={readOnly}
        problem={problem}
        ask={ask}
        onClose={closeSearch}
        queryRef={queryRef}
        query={{
          role: "combobox",
          "aria-expanded": preview === null && rows.length > 0,
          "aria-controls": RESULTS_ID,
          "aria-autocomplete": "list",
          "aria-activedescendant": preview === null && rows[active] ? rowId(active) : undefined,
          onKeyDown: onQueryKey,
        }}
      >
        {asked.put !== null && asked.in === "contents" && (
          <ReplaceField
            value={asked.put}
            regex={asked.regex}
            onChange={(put) => ask({ put })}
            reason={readOnly ?? (wanted === null ? "Type what to replace first" : null)}
            onPreview={() => ask({ preview: true })}
          />
        )}
      </SearchFields>
      {preview === null && input !== null && problem === null && (
        <SearchStatus root={root} search={search} what={asked.in} />
      )}
      {body()}
    </search>
  );
}
