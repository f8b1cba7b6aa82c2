import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { createLoader } from "nuqs/server";
import { filesUrl } from "#components/files/files-url.ts";
import { PANES_COOKIE, parsePanes } from "#components/files/panes-layout.ts";
import { SandboxFiles } from "#components/sandboxes/sandbox-files.tsx";
import { sandboxRoot } from "#lib/api/file-root.ts";
import { callerApi } from "#lib/auth/caller-api.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { sandboxOf } from "#lib/auth/sandbox-of.ts";
import { publicApiOrigins } from "#lib/auth/settings.ts";
import { sandboxAttachments } from "#lib/queries/attachments.ts";
import { filePage } from "#lib/queries/files.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export const metadata: Metadata = { title: "Files" };

const load = createLoader(filesUrl);

export default async function Page({ params, searchParams }: PageProps<"/sandboxes/[sandbox]/files">) {
  await requirePerson();
  const { id, status } = await sandboxOf((await params).sandbox);
  const { path, sort, order, filter } = await load(searchParams);
  const api = await callerApi();
  const cache = createQueryClient();
  await Promise.all([
    cache.prefetchQuery(sandboxAttachments(api, id)),
    status === "running"
      ? cache.prefetchQuery(filePage(sandboxRoot(id), path, { sort, order, filter }, 0, api))
      : undefined,
  ]);
  const panes = parsePanes((await cookies()).get(PANES_COOKIE)?.value);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SandboxFiles id={id} apiUrl={publicApiOrigins()[0] ?? ""} panes={panes} />
    </HydrationBoundary>
  );
}
