import { cn } from "./cn.ts";
import { exactBytes, formatBytes } from "./format-bytes.ts";

/** `1.24 GiB`, the exact bytes on hover. */
export function ByteSize({ bytes, className }: { bytes: number; className?: string }) {
  return (
    <span title={exactBytes(bytes)} className={cn("whitespace-nowrap", className)}>
      {formatBytes(bytes)}
    </span>
  );
}
