import { redirect } from "next/navigation";
import { volumeHref } from "#components/volumes/volume-href.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { volumeOf } from "#lib/auth/volume-of.ts";

export default async function Page({ params }: PageProps<"/volumes/[volume]">) {
  await requirePerson();
  redirect(volumeHref((await volumeOf((await params).volume)).id));
}
