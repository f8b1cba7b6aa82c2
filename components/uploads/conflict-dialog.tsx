"use client";

import { ConflictFacts } from "#components/ui/conflict-facts.tsx";
import { type ConflictAnswer, ConflictQuestion } from "#components/ui/conflict-question.tsx";
import { nameOf, parentOf } from "#lib/api/paths.ts";
import { keepBothPath } from "./keep-both-name.ts";
import type { Existing, Upload } from "./upload.ts";
import { useUploader, useUploadsView } from "./uploader-context.ts";

/** Asks, one by one or for all, what to do about names that are taken. Everything else goes on meanwhile. */
export function ConflictDialog() {
  const uploader = useUploader();
  const { list } = useUploadsView().uploads;
  const conflicts = list.filter(({ standing }) => standing.state === "conflict");

  const asked = conflicts.find(({ standing }) => standing.state === "conflict" && !standing.aside);
  const existing = asked?.standing.state === "conflict" ? asked.standing.existing : null;
  const others = asked ? conflicts.filter(({ batch }) => batch === asked.batch).length - 1 : 0;
  return (
    <ConflictQuestion
      of={asked?.id ?? null}
      title={asked && <span className="wrap-anywhere">{nameOf(asked.path)} already exists</span>}
      description={asked && <Place upload={asked} />}
      choices={asked && existing ? choicesOf(asked, existing) : {}}
      others={others}
      forAll={`Do the same for the other ${others === 1 ? "one" : others.toLocaleString("en")}, and for any found later in this drop`}
      onAnswer={(answer, all) => asked && uploader.wish({ type: "answered", id: asked.id, answer, all })}
      onLater={() => uploader.wish({ type: "put_aside", aside: true })}
    >
      {asked && existing && (
        <ConflictFacts
          label="Yours"
          there={{ isDirectory: existing.isDirectory, size: existing.size, at: existing.modifiedTime }}
          coming={{ isDirectory: false, size: asked.size, at: changedAt(asked) }}
        />
      )}
    </ConflictQuestion>
  );
}

const changedAt = ({ content }: Upload) =>
  new Date(content.kind === "file" ? content.file.lastModified : 0).toISOString();

const Place = ({ upload }: { upload: Upload }) => (
  <>
    In {upload.root.name}, folder <span className="font-mono wrap-anywhere">{parentOf(upload.path)}</span>
  </>
);

function choicesOf(upload: Upload, existing: Existing): Partial<Record<ConflictAnswer, string>> {
  const keepBoth = `Yours is stored as ${nameOf(keepBothPath(upload.target, upload.copy + 1))}, or with the next free number.`;
  const skip = "Yours is not uploaded. What is there stays as it is.";
  if (existing.isDirectory) return { keep_both: keepBoth, skip };
  const replace = upload.stale
    ? "What is there now, which changed after you chose, goes. Yours takes its place."
    : "What is there now goes. Yours takes its place.";
  return { keep_both: keepBoth, replace, skip };
}
