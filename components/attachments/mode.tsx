/** As the kernel enforces it inside the sandbox. */
export function Mode({ readOnly }: { readOnly: boolean }) {
  return readOnly ? <span>read-only</span> : <span className="text-muted">read-write</span>;
}
