import type { Metadata } from "next";
import { cookies } from "next/headers";
import { HIDDEN_COLUMNS_COOKIE, readHiddenColumns } from "#components/volumes/hidden-columns.ts";
import { VolumesPage } from "#components/volumes/volumes-page.tsx";
import { requirePerson } from "#lib/auth/require-person.ts";

export const metadata: Metadata = { title: "Volumes" };

export default async function Page() {
  const { team } = await requirePerson();
  if (team === null) return null;
  const hidden = readHiddenColumns((await cookies()).get(HIDDEN_COLUMNS_COOKIE)?.value);
  // The layout has put the list into the cache: it counts the volumes beside their name.
  return <VolumesPage role={team.role} initialHidden={hidden} />;
}
