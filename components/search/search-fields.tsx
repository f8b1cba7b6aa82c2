"use client";
import { CaseSensitive, Regex, Replace, WholeWord, X } from "lucide-react";
import type { ComponentProps, ReactNode, Ref } from "react";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { fieldClass } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { MAX_PATTERN_CHARS } from "#lib/api/limits.ts";
import { nameOf, ROOT, type VolumePath } from "#lib/api/paths.ts";
import type { SearchAsked } from "./search-url.ts";

type ToggleProps = { label: string; pressed: boolean; onChange: (pressed: boolean) => void; children: ReactNode };

function Toggle({ label, pressed, onChange, children }: ToggleProps) {
  return (
    <IconButton
      label={label}
      aria-pressed={pressed}
      onClick={() => onChange(!pressed)}
      className="size-6 shrink-0 aria-pressed:bg-accent-soft aria-pressed:text-link"
    >
      {children}
    </IconButton>
  );
}

type Props = {
  asked: SearchAsked;
  folder: VolumePath;
  /** Why nothing can be replaced; null when it can. */
  readOnly: string | null;
  /** What is wrong with the query. */
  problem: string | null;
  ask: (part: Partial<SearchAsked>) => void;
  onClose: () => void;
  queryRef: Ref<HTMLInputElement>;
  query: Omit<ComponentProps<"input">, "value" | "onChange">;
  children?: ReactNode;
};

/** What is looked for, where and how. `children` stand below: what is to be put in its place. */
export function SearchFields(props: Props) {
  const { asked, folder, readOnly, problem, ask, onClose, queryRef, query, children } = props;
  const contents = asked.in === "contents";
  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-b p-2">
      <div className="flex items-center gap-1.5">
        <div className="relative min-w-0 flex-1">
          <input
            {...query}
            ref={queryRef}
            type="text"
            aria-label={contents ? "Search in the contents of files" : "Search for names"}
            placeholder={contents ? "Search in files" : "Name, part of one, or a pattern such as *.json"}
            autoComplete="off"
            spellCheck={false}
            maxLength={MAX_PATTERN_CHARS}
            aria-invalid={problem !== null || undefined}
            aria-describedby={problem === null ? undefined : "search-problem"}
            value={asked.find ?? ""}
            onChange={(event) => ask({ find: event.target.value })}
            className={cn(fieldClass, "h-8 font-mono", contents ? "pr-20" : "pr-8")}
          />
          <div className="absolute top-1 right-1 flex">
            <Toggle label="Match case" pressed={asked.case} onChange={(pressed) => ask({ case: pressed })}>
              <CaseSensitive aria-hidden="true" />
            </Toggle>
            {contents && (
              <>
                <Toggle label="Whole words" pressed={asked.word} onChange={(pressed) => ask({ word: pressed })}>
                  <WholeWord aria-hidden="true" />
                </Toggle>
                <Toggle
                  label="Regular expression"
                  pressed={asked.regex}
                  onChange={(pressed) => ask({ regex: pressed })}
                >
                  <Regex aria-hidden="true" />
                </Toggle>
              </>
            )}
          </div>
        </div>
        {contents && (
          <IconButton
            label="Replace"
            aria-pressed={asked.put !== null}
            reason={readOnly}
            onClick={() => ask({ put: asked.put === null ? "" : null })}
            className="aria-pressed:bg-active aria-pressed:text-ink"
          >
            <Replace aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label="Close the search" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {problem !== null && (
        <p id="search-problem" role="alert" className="text-caption text-bad">
          {problem}
        </p>
      )}
      {children}
      <div className="flex flex-wrap items-center gap-1.5">
        <Select
          size="sm"
          aria-label="Look in"
          value={asked.in}
          onValueChange={(value) => ask({ in: value })}
          options={[
            { value: "contents", label: "Contents" },
            { value: "names", label: "Names" },
          ]}
          className="w-auto"
        />
        <Select
          size="sm"
          aria-label="Where to search"
          value={asked.within}
          onValueChange={(value) => ask({ within: value })}
          options={[
            { value: "volume", label: "Everywhere" },
            {
              value: "folder",
              label: folder === ROOT ? "This folder" : `In ${nameOf(folder)}`,
              note: `${folder} and all below it`,
            },
          ]}
          className="w-auto max-w-48 min-w-0 [&>span]:truncate"
        />
        {contents && (
          <input
            type="text"
            aria-label="Only in files that match"
            placeholder="Files, such as *.py or src/**"
            autoComplete="off"
            spellCheck={false}
            maxLength={MAX_PATTERN_CHARS}
            value={asked.glob}
            onChange={(event) => ask({ glob: event.target.value })}
            className={cn(fieldClass, "h-7 w-auto min-w-36 flex-1 font-mono")}
          />
        )}
      </div>
    </div>
  );
}
