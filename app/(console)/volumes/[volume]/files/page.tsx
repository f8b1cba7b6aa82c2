import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { createLoader } from "nuqs/server";
import { filesUrl } from "#components/files/files-url.ts";
import { PANES_COOKIE, parsePanes } from "#components/files/panes-layout.ts";
import { VolumeFiles } from "#components/files/volume-files.tsx";
import { volumeRoot } from "#lib/api/file-root.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { publicApiOrigins } from "#lib/auth/settings.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";
import { filePage } from "#lib/queries/files.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Files" };

const load = createLoader(filesUrl);

export default async function Page({ params, searchParams }: PageProps<"/volumes/[volume]/files">) {
  await requirePerson();
  const volume = await volumeOf((await params).volume);
  const { path, sort, order, filter } = await load(searchParams);
  const cache = createQueryClient();
  await cache.prefetchQuery(filePage(volumeRoot(volume.id), path, { sort, order, filter }, 0, await callerApi()));
  const panes = parsePanes((await cookies()).get(PANES_COOKIE)?.value);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <VolumeFiles volumeId={volume.id} apiUrl={publicApiOrigins()[0] ?? ""} panes={panes} />
    </HydrationBoundary>
  );
}
