import { AttachmentsSkeleton } from "#components/attachments/attachments-skeleton.tsx";

export default function Loading() {
  return (
    <div className="pt-14">
      <AttachmentsSkeleton />
    </div>
  );
}
