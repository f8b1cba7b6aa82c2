import type { Metadata } from "next";
import { VolumeSettings } from "#components/volumes/volume-settings.tsx";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function Page({ params }: PageProps<"/volumes/[volume]/settings">) {
  await requirePerson();
  return <VolumeSettings id={(await volumeOf((await params).volume)).id} />;
}
