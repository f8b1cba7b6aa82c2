import type { ReactNode } from "react";

export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex flex-col gap-1">
      <h1 className="text-display font-semibold">{title}</h1>
      {children && <p className="text-muted">{children}</p>}
    </header>
  );
}
