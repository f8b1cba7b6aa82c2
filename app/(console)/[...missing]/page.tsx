import { notFound } from "next/navigation";
import { requirePerson } from "#lib/auth/require-person.ts";

/** Every other address: sign-in first, so that from outside it is like one that exists. */
export default async function MissingPage() {
  await requirePerson();
  notFound();
}
