import { FilesSkeleton } from "#components/files/files-skeleton.tsx";

export default function Loading() {
  return <FilesSkeleton />;
}
