import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SearchShortcut } from "#components/search/search-shortcut.tsx";
import { VolumeHead } from "#components/volumes/volume-head.tsx";
import { volumeRoot } from "#lib/api/file-root.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { volumeKeys } from "#lib/queries/volumes.ts";

export async function generateMetadata({ params }: LayoutProps<"/volumes/[volume]">): Promise<Metadata> {
  await requirePerson();
  const { name } = await volumeOf((await params).volume);
  return { title: { default: name, template: `%s · ${name} · Nullspace` } };
}

export default async function VolumeLayout({ params, children }: LayoutProps<"/volumes/[volume]">) {
  await requirePerson();
  const volume = await volumeOf((await params).volume);
  const cache = createQueryClient();
  cache.setQueryData(volumeKeys.one(volume.id), volume);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <VolumeHead id={volume.id} />
      <SearchShortcut root={volumeRoot(volume.id)} />
      {children}
    </HydrationBoundary>
  );
}
