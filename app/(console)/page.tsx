import { redirect } from "next/navigation";
import { requirePerson } from "#lib/auth/require-person.ts";

export default async function StartPage() {
  await requirePerson();
  redirect("/volumes");
}
