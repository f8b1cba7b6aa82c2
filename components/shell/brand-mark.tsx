/** The mark of the product: the empty set. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={className}>
      <rect width="20" height="20" rx="5" fill="var(--accent)" />
      <circle cx="10" cy="10" r="4.5" fill="none" stroke="var(--on-accent)" strokeWidth="1.75" />
      <path d="m5.5 14.5 9-9" stroke="var(--on-accent)" strokeWidth="1.75" strokeLinecap="round" />
    </svg>
  );
}
