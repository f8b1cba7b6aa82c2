"use client";
import { Menu } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { Nav } from "./nav.tsx";
import { TeamHead } from "./team-head.tsx";

const Sheet = dynamic(
  untilLoaded(() => import("#components/ui/sheet.tsx").then((loaded) => loaded.Sheet)),
  { loading: () => null },
);

/** On a phone the sidebar is a sheet. */
export function NavSheet({ team }: { team: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label="Menu" tooltip={false} size="md" onClick={() => setOpen(true)} className="-ml-2 md:hidden">
        <Menu aria-hidden="true" />
      </IconButton>
      {open && (
        <Sheet open onOpenChange={setOpen} title="Menu">
          <TeamHead team={team} />
          <Nav onNavigate={() => setOpen(false)} />
        </Sheet>
      )}
    </>
  );
}
