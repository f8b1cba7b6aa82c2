"use client";
import { useQuery } from "@tanstack/react-query";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import type { SandboxId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxList } from "#lib/queries/sandboxes.ts";
import { sandboxName } from "./sandbox-name.ts";

/** What a sandbox goes by, as text. */
export function useSandboxName(id: SandboxId): string {
  const { data } = useQuery({
    ...sandboxList(browserApi),
    select: (sandboxes) => sandboxes.find((sandbox) => sandbox.id === id),
  });
  return data === undefined ? id : sandboxName(data);
}

/** The same on screen; an id in the type of ids. */
export function NamedSandbox({ id }: { id: SandboxId }) {
  const name = useSandboxName(id);
  return <MiddleTruncate text={name} className={name === id ? "font-mono text-caption" : undefined} />;
}
