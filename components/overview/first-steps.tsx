"use client";
import { Box as BoxIcon, HardDrive, KeyRound } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { createRefusal } from "#components/volumes/may-create.ts";
import type { Role } from "#lib/api/identity.ts";

const CreateVolumeDialog = dynamic(
  untilLoaded(() => import("#components/volumes/create-volume-dialog.tsx").then((loaded) => loaded.CreateVolumeDialog)),
  { loading: () => null },
);

function Step({
  icon,
  title,
  action,
  children,
}: {
  icon: ReactNode;
  title: string;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="flex items-start gap-3 border-b px-4 py-3 last:border-b-0 max-sm:flex-wrap">
      <span className="mt-0.5 text-faint [&_svg]:size-4">{icon}</span>
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted">{children}</p>
      </div>
      {action}
    </li>
  );
}

/** What to do first in a team that has nothing yet. */
export function FirstSteps({ role }: { role: Role }) {
  const [creating, setCreating] = useState(false);
  return (
    <section className="flex max-w-2xl flex-col gap-2">
      <h2 className="font-semibold">What to do first</h2>
      <ol className="rounded-md border">
        <Step
          icon={<HardDrive aria-hidden="true" />}
          title="Make a volume"
          action={
            <Button variant="primary" reason={createRefusal(role)} onClick={() => setCreating(true)}>
              New volume
            </Button>
          }
        >
          It holds files that outlive any sandbox. Drop files into it here, or write them over the API.
        </Step>
        <Step
          icon={<BoxIcon aria-hidden="true" />}
          title="Mount it into a sandbox"
          action={
            <Link href="/sandboxes" className={buttonClass()}>
              Sandboxes
            </Link>
          }
        >
          What a process inside writes is in the volume at once, and the other way round.
        </Step>
        <Step
          icon={<KeyRound aria-hidden="true" />}
          title="Let your programs in"
          action={
            <Link href="/team" className={buttonClass()}>
              API keys
            </Link>
          }
        >
          Scripts, the CLI and the SDK sign in with an API key of the team.
        </Step>
      </ol>
      {creating && <CreateVolumeDialog onClose={() => setCreating(false)} />}
    </section>
  );
}
