import { SandboxesSkeleton } from "#components/sandboxes/sandboxes-skeleton.tsx";

export default function Loading() {
  return (
    <div className="pt-14">
      <SandboxesSkeleton />
    </div>
  );
}
