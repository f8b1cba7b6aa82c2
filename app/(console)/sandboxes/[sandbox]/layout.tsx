import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SandboxFrame } from "#components/sandboxes/sandbox-frame.tsx";
import { sandboxName } from "#components/sandboxes/sandbox-name.ts";
import { requirePerson } from "#lib/auth/require-person.ts";
import { sandboxOf } from "#lib/auth/sandbox-of.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";
import { sandboxKeys } from "#lib/queries/sandboxes.ts";

export async function generateMetadata({ params }: LayoutProps<"/sandboxes/[sandbox]">): Promise<Metadata> {
  await requirePerson();
  const name = sandboxName(await sandboxOf((await params).sandbox));
  return { title: { default: name, template: `%s · ${name} · Nullspace` } };
}

export default async function SandboxLayout({ params, children }: LayoutProps<"/sandboxes/[sandbox]">) {
  await requirePerson();
  const sandbox = await sandboxOf((await params).sandbox);
  const cache = createQueryClient();
  cache.setQueryData(sandboxKeys.one(sandbox.id), sandbox);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SandboxFrame id={sandbox.id}>{children}</SandboxFrame>
    </HydrationBoundary>
  );
}
