"use client";
import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ApiError } from "#lib/api/api-error.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import { deletedHere } from "./deleted-here.ts";

/** Says so when the volume whose page is open was deleted by someone else. */
export function VolumeGone({ id, name, error }: { id: VolumeId; name: string; error: unknown }) {
  const router = useRouter();
  if (!(error instanceof ApiError) || error.code !== "volume_not_found" || deletedHere.has(id)) return null;
  const leave = () => router.push("/volumes");
  return (
    <Dialog
      open
      onOpenChange={leave}
      title={`${name} was deleted`}
      footer={
        <Button variant="primary" onClick={leave} autoFocus>
          Go to volumes
        </Button>
      }
    >
      <p className="text-muted">Someone deleted this volume while you had it open. Its files are gone.</p>
    </Dialog>
  );
}
