import { ByteSize } from "./byte-size.tsx";
import { RelativeTime } from "./relative-time.tsx";

export type Facts = {
  readonly isDirectory: boolean;
  /** Bytes. */
  readonly size: number;
  /** When it changed, ISO 8601. */
  readonly at: string;
};

/** What is there and what comes, one below the other, with a word at the newer one; null while it is not known. */
export function ConflictFacts({ label, there, coming }: { label: string; there: Facts | null; coming: Facts | null }) {
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <caption className="sr-only">Both files</caption>
      <tbody>
        <Row label="There now" facts={there} other={coming} className="border-b" />
        <Row label={label} facts={coming} other={there} />
      </tbody>
    </table>
  );
}

type RowProps = { label: string; facts: Facts | null; other: Facts | null; className?: string };

function Row({ label, facts, other, className }: RowProps) {
  const newer = facts !== null && other !== null && Date.parse(facts.at) > Date.parse(other.at);
  return (
    <tr className={className}>
      <th scope="row" className="py-1.5 font-normal text-muted">
        {label}
      </th>
      <td>{facts && (facts.isDirectory ? "a folder" : <ByteSize bytes={facts.size} />)}</td>
      <td>
        {facts && <RelativeTime at={facts.at} />}
        {newer && <span className="ml-2 text-caption text-faint">newer</span>}
      </td>
    </tr>
  );
}
