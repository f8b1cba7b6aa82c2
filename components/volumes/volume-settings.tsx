"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ByteSize } from "#components/ui/byte-size.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { exactBytes } from "#components/ui/format-bytes.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Fact, Section } from "#components/ui/section.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import type { VolumeId } from "#lib/api/ids.ts";
import type { Volume } from "#lib/api/volumes.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeById } from "#lib/queries/volumes.ts";

const DeleteVolumeDialog = dynamic(
  untilLoaded(() => import("./delete-volume-dialog.tsx").then((loaded) => loaded.DeleteVolumeDialog)),
  { loading: () => null },
);

const CAP_SOURCES: Record<Volume["cap_source"], string> = {
  volume: "Set for this volume by an operator.",
  team: "Set for the team by an operator.",
  default: "The default of this deployment. An operator can set another for the team or for one volume.",
};
const CAP_KINDS: Record<Volume["cap_kind"], string> = {
  hard: "Hard: every writer is stopped at the cap, whether it writes over the API or through a mount.",
  soft: "Soft: exact for uploads and the API. A process that writes through a mount can pass it until it is noticed; the volume is then made read-only where that is possible.",
};

const limit = (used: number, most: number | null, unlimited: string) =>
  most === null ? unlimited : `${used.toLocaleString("en")} of ${most.toLocaleString("en")}`;

export function VolumeSettings({ id }: { id: VolumeId }) {
  const { data: volume } = useQuery(volumeById(browserApi, id));
  const [deleting, setDeleting] = useState(false);
  const router = useRouter();
  if (volume === undefined) return null;
  return (
    <div className="flex max-w-3xl flex-col gap-8 px-4 py-6">
      <Section title="Volume">
        <Fact label="Name" note="Names cannot be changed: clients and mounts refer to them.">
          <span className="font-mono break-all">{volume.name}</span>
        </Fact>
        <Fact label="Id">
          <CopyText text={volume.id} className="-ml-1" />
        </Fact>
        <Fact label="Created">
          <RelativeTime at={volume.created_at} />
        </Fact>
      </Section>
      <Section title="Cap">
        <Fact label="Cap in force" note={CAP_SOURCES[volume.cap_source]}>
          {volume.max_size_bytes === null ? (
            "None"
          ) : (
            <>
              <ByteSize bytes={volume.max_size_bytes} />{" "}
              <span className="text-faint">({exactBytes(volume.max_size_bytes)})</span>
            </>
          )}
        </Fact>
        <Fact label="Kind" note={CAP_KINDS[volume.cap_kind]}>
          <Badge>{volume.cap_kind}</Badge>
        </Fact>
        <Fact label="Files and folders">
          {limit(volume.inode_count, volume.max_file_count, "No limit of their own")}
        </Fact>
        <Fact label="Mounts">{limit(volume.mount_count, volume.max_mounts, "No limit of their own")}</Fact>
      </Section>
      <Section title="Usage">
        <Fact label="Used" note="As du counts it, the trash included.">
          <ByteSize bytes={volume.used_bytes} />
        </Fact>
        <Fact label="Of it in the trash">
          <ByteSize bytes={volume.trash_bytes} />
        </Fact>
        <Fact label="Counted on the disk" note="Every act of the API is counted at once; the disk itself now and then.">
          {volume.last_reconciled_at === null ? "Not yet" : <RelativeTime at={volume.last_reconciled_at} />}
        </Fact>
      </Section>
      <Section title="Danger zone" danger>
        <Fact label="Delete this volume" note="Its files, its trash and its name. There is no way back.">
          <Button variant="danger" reason={volume.actions?.delete.reason} onClick={() => setDeleting(true)}>
            Delete volume…
          </Button>
        </Fact>
      </Section>
      {deleting && (
        <DeleteVolumeDialog
          volume={volume}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push("/volumes")}
        />
      )}
    </div>
  );
}
