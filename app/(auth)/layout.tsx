import type { ReactNode } from "react";
import { BrandMark } from "#components/shell/brand-mark.tsx";

/** The pages before the console: one narrow column. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-full flex-col items-center px-4 pt-[16vh] pb-12">
      <div className="flex w-full max-w-80 flex-col gap-6">
        <div className="flex items-center gap-2">
          <BrandMark className="size-6" />
          <span className="text-title font-semibold">Nullspace</span>
        </div>
        {children}
      </div>
    </main>
  );
}
