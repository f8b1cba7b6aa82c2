"use client";
import { Menu } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { Nav } from "./nav.tsx";
import { TeamHead } from "./team-head.tsx";

/** On a phone the sidebar is a sheet. */
export function NavSheet({ team }: { team: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label="Menu" tooltip={false} size="md" onClick={() => setOpen(true)} className="-ml-2 md:hidden">
        <Menu aria-hidden="true" />
      </IconButton>
      <Sheet open={open} onOpenChange={setOpen} title="Menu">
        <TeamHead team={team} />
        <Nav onNavigate={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
