import { CopyText } from "./copy-text.tsx";

/** The stable code of a refusal, and the id under which the server logged it. */
export function RequestId({ code, requestId }: { code: string; requestId: string | null }) {
  return (
    <span className="flex flex-wrap items-center gap-x-1 font-mono text-caption text-faint">
      {code}
      {requestId && <CopyText text={requestId}>{`request ${requestId.slice(0, 8)}`}</CopyText>}
    </span>
  );
}
