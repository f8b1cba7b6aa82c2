"use client";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { fieldClass } from "#components/ui/input.tsx";
import { menuClass } from "#components/ui/menu-style.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { ApiError } from "#lib/api/api-error.ts";
import { filesOf } from "#lib/api/client/files-of.ts";
import type { FileRoot } from "#lib/api/file-root.ts";
import { ROOT, type VolumePath } from "#lib/api/paths.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { candidatePath, completed, typeablePath, typedPath } from "../model/path-completion.ts";
import { FileIcon } from "../names/file-icon.tsx";
import { FileName } from "../names/file-name.tsx";
import { useCompletions } from "./use-completions.ts";

type PathInputProps = {
  root: FileRoot;
  current: VolumePath;
  /** A directory that is there, or a file that is. */
  onGo: (path: VolumePath, isDirectory: boolean) => void;
  onCancel: () => void;
};

const SHOWN = 12;

/** The path as text: type or paste one, Tab completes, Enter goes there, Esc does not. */
export function PathInput({ root, current, onGo, onCancel }: PathInputProps) {
  const [text, setText] = useState(() => typeablePath(current));
  const [choice, setChoice] = useState(-1);
  const [problem, setProblem] = useState<string | null>(null);
  const [looking, setLooking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const edited = text !== typeablePath(current);
  const { place, candidates, isWaiting } = useCompletions(root, current, text, true);
  const shown = candidates.slice(0, SHOWN);
  const listed = edited && shown.length > 0;

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const change = (next: string) => {
    setText(next);
    setChoice(-1);
    setProblem(null);
  };
  const go = async (path: VolumePath) => {
    if (path === ROOT) return onGo(path, true);
    setLooking(true);
    try {
      const info = await filesOf(browserApi, root).info(path);
      // A link is gone to as what it leads to, if that is a folder.
      const isDirectory =
        info.is_dir ||
        (info.type === "symlink" &&
          (await filesOf(browserApi, root)
            .page(path, { limit: 1 })
            .then(
              () => true,
              () => false,
            )));
      onGo(path, isDirectory);
    } catch (error) {
      setProblem(
        error instanceof ApiError && error.code === "file_not_found"
          ? "There is nothing at this path."
          : error instanceof ApiError
            ? error.message
            : "The path could not be looked up.",
      );
      field.current?.focus();
    } finally {
      setLooking(false);
    }
  };
  const submit = () => {
    const chosen = shown[choice];
    if (chosen && place) return void go(candidatePath(place, chosen.name));
    const parsed = typedPath(text, current);
    if (!parsed.ok) return setProblem(`A path ${parsed.problem}.`);
    void go(parsed.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    switch (event.key) {
      case "Tab": {
        // Tab leaves the field only when there is nothing to complete.
        if (event.shiftKey || !place || !edited || (candidates.length === 0 && !isWaiting)) return;
        event.preventDefault();
        const chosen = shown[choice];
        const next = completed(place, chosen ? [chosen] : candidates);
        if (next !== text) change(next);
        else if (!isWaiting) setChoice(0);
        return;
      }
      case "ArrowDown":
      case "ArrowUp":
        if (!listed) return;
        event.preventDefault();
        return setChoice((now) => {
          const next = now + (event.key === "ArrowDown" ? 1 : -1);
          return next < -1 ? shown.length - 1 : next >= shown.length ? -1 : next;
        });
      case "Enter":
        event.preventDefault();
        return submit();
      case "Escape":
        event.preventDefault();
        event.stopPropagation();
        return onCancel();
    }
  };

  return (
    <div className="relative min-w-0 flex-1">
      <input
        ref={field}
        role="combobox"
        aria-label="Path"
        aria-expanded={listed}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={choice >= 0 ? `${list}-${choice}` : undefined}
        aria-invalid={problem !== null}
        aria-describedby={`${list}-note`}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (!event.currentTarget.parentElement?.contains(event.relatedTarget) && !looking) onCancel();
        }}
        className={cn(fieldClass, "h-7 px-2 font-mono")}
      />
      {looking && <Spinner className="absolute top-1.5 right-2" />}
      <div
        id={`${list}-note`}
        aria-live="polite"
        className={cn(
          problem &&
            "absolute top-full left-0 z-30 mt-1 rounded-md border border-bad bg-bad-soft px-2 py-1 text-caption text-bad shadow-raise",
        )}
      >
        {problem}
      </div>
      <div
        id={list}
        role="listbox"
        aria-label="Completions"
        tabIndex={-1}
        className={cn(listed && problem === null ? menuClass : "hidden", "absolute top-full left-0 mt-1 max-w-full")}
      >
        {listed &&
          shown.map((candidate, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
            <div
              key={candidate.name}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === choice}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => place && void go(candidatePath(place, candidate.name))}
              className={cn(
                "flex h-7 cursor-default items-center gap-2 rounded-sm px-2 font-mono",
                index === choice ? "bg-hover" : "hover:bg-hover",
              )}
            >
              <FileIcon
                entry={{
                  name: candidate.name,
                  is_dir: candidate.isDirectory,
                  type: candidate.isDirectory ? "directory" : "file",
                }}
              />
              <FileName name={candidate.name} />
            </div>
          ))}
      </div>
    </div>
  );
}
