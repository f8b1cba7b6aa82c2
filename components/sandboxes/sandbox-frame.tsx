"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { parseAsBoolean } from "nuqs/server";
import type { ReactNode } from "react";
import { CopyText } from "#components/ui/copy-text.tsx";
import { MiddleTruncate } from "#components/ui/middle-truncate.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAddress } from "#components/ui/use-address.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { sandboxById } from "#lib/queries/sandboxes.ts";
import { SandboxButtons } from "./sandbox-buttons.tsx";
import { sandboxHref } from "./sandbox-href.ts";
import { sandboxName } from "./sandbox-name.ts";
import { SandboxStatus } from "./sandbox-status.tsx";

const TerminalPanel = dynamic(
  untilLoaded(() => import("./terminal/terminal-panel.tsx").then((loaded) => loaded.TerminalPanel)),
  {
    ssr: false,
  },
);

/** Its terminal is in the URL, so that a link can open it. */
const frameUrl = { terminal: parseAsBoolean.withDefault(false) };

/** Around every page of a sandbox: what it is and what can be done above, its terminal below, whichever tab is open. */
export function SandboxFrame({ id, children }: { id: SandboxId; children: ReactNode }) {
  const { data: sandbox } = useQuery(sandboxById(browserApi, id));
  const [{ terminal }, set] = useAddress(frameUrl);
  if (sandbox === undefined) return null;
  const name = sandboxName(sandbox);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-col gap-1 border-b px-4 pt-2.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 aria-label={name} className="flex min-w-0 max-w-full text-title font-semibold">
            <MiddleTruncate text={name} className={name === id ? "font-mono" : undefined} />
          </h1>
          {name !== id && <CopyText text={id} className="max-sm:hidden" />}
          <SandboxStatus sandbox={sandbox} />
          <div className="ml-auto max-sm:ml-0">
            <SandboxButtons sandbox={sandbox} terminalOpen={terminal} onTerminal={() => set({ terminal: !terminal })} />
          </div>
        </div>
        <LinkTabs
          label="Sandbox"
          tabs={[
            { href: sandboxHref(id), label: "Overview", exact: true },
            {
              href: `${sandboxHref(id)}/files`,
              query: `?path=${encodeURIComponent(sandbox.cwd)}`,
              label: "Files",
            },
            { href: `${sandboxHref(id)}/activity`, label: "Activity" },
          ]}
        />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
      {terminal && <TerminalPanel sandbox={sandbox} onClose={() => set({ terminal: false })} />}
    </div>
  );
}
