import { Compass } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <EmptyState
      icon={<Compass aria-hidden="true" />}
      heading="h1"
      title="There is nothing here"
      action={
        <Link href="/volumes" className={buttonClass()}>
          Go to volumes
        </Link>
      }
    >
      The address is wrong, or what it led to was deleted.
    </EmptyState>
  );
}
