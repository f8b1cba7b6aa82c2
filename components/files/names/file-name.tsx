import { cn } from "#components/ui/cn.ts";
import { isEscapedName } from "#lib/api/paths.ts";
import { cutName, type NamePart, spokenName } from "../model/name-parts.ts";

function Part({ part }: { part: NamePart }) {
  if (part.kind === "text") return part.text;
  return (
    <span title={part.title} className="mx-px rounded-sm bg-warn-soft px-0.5 text-caption text-warn select-none">
      {part.sign}
    </span>
  );
}

/**
 * A name on one line: cut in the middle when room is short, its extension kept; characters that would be invisible or bend
 * the line shown by signs; a name that is not UTF-8 marked. Isolated, so that its direction changes nothing around it.
 */
export function FileName({ name, className }: { name: string; className?: string }) {
  const { head, tail } = cutName(name);
  return (
    <bdi title={spokenName(name)} className={cn("flex min-w-0 max-w-full items-baseline whitespace-pre", className)}>
      {isEscapedName(name) && (
        <span
          title="This name is not UTF-8; its bytes are shown percent-escaped."
          className="mr-1 shrink-0 rounded-sm bg-warn-soft px-1 text-caption text-warn select-none"
        >
          bytes
        </span>
      )}
      <span className="truncate">
        {head.map((part, index) => (
          // The parts of a name have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Part key={index} part={part} />
        ))}
      </span>
      {tail !== "" && <span className="shrink-0">{tail}</span>}
    </bdi>
  );
}
