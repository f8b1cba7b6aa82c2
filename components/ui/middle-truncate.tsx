import { cn } from "./cn.ts";
import { splitName } from "./split-name.ts";

/**
 * A name that is cut in the middle when room is short, its extension kept; whole on hover. Names come from hostile places:
 * each is isolated, so that right-to-left marks in it cannot turn what stands around.
 */
export function MiddleTruncate({ text, className }: { text: string; className?: string }) {
  const { head, tail } = splitName(text);
  return (
    <bdi title={text} className={cn("flex min-w-0 max-w-full whitespace-pre", className)}>
      <span className="truncate">{head}</span>
      {tail && <span className="shrink-0">{tail}</span>}
    </bdi>
  );
}
