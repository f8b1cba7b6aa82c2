"use client";
import { Copy, Ellipsis, GitFork, Moon, Pause, Play, SquareTerminal, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MenuItem, MenuSeparator } from "#components/ui/menu-item.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAfterMenu } from "#components/ui/use-after-menu.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { sandboxHref } from "./sandbox-href.ts";
import { sandboxName } from "./sandbox-name.ts";
import { actRefusal, useSandboxActs } from "./use-sandbox-acts.ts";

// Without a state of its own for loading it suspends the page around it, which would begin anew, a terminal too.
const DestroyDialog = dynamic(
  untilLoaded(() => import("./destroy-dialog.tsx").then((loaded) => loaded.DestroyDialog)),
  {
    loading: () => null,
  },
);

/** What can be done with one sandbox of the list. */
export function SandboxMenu({ sandbox }: { sandbox: Sandbox }) {
  const { after, onCloseAutoFocus } = useAfterMenu();
  const [destroying, setDestroying] = useState(false);
  const acts = useSandboxActs(sandbox.id);
  return (
    <>
      <DropdownMenu
        onCloseAutoFocus={onCloseAutoFocus}
        trigger={
          <IconButton label={`Actions for ${sandboxName(sandbox)}`} tooltip={false}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem asChild>
          <Link href={`${sandboxHref(sandbox.id)}?terminal=true`}>
            <SquareTerminal aria-hidden="true" />
            Open terminal
          </Link>
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden="true" />} onSelect={() => navigator.clipboard.writeText(sandbox.id)}>
          Copy id
        </MenuItem>
        <MenuSeparator />
        {sandbox.status === "paused" ? (
          <MenuItem
            icon={<Play aria-hidden="true" />}
            reason={actRefusal(sandbox, "resume")}
            onSelect={after(acts.resume)}
          >
            Resume
          </MenuItem>
        ) : (
          <MenuItem
            icon={<Pause aria-hidden="true" />}
            reason={actRefusal(sandbox, "pause")}
            onSelect={after(acts.pause)}
          >
            Pause
          </MenuItem>
        )}
        <MenuItem
          icon={<Moon aria-hidden="true" />}
          reason={actRefusal(sandbox, "hibernate")}
          onSelect={after(acts.hibernate)}
        >
          Hibernate
        </MenuItem>
        <MenuItem
          icon={<GitFork aria-hidden="true" />}
          reason={actRefusal(sandbox, "fork")}
          onSelect={after(acts.fork)}
        >
          Fork
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          reason={actRefusal(sandbox, "destroy")}
          onSelect={after(() => setDestroying(true))}
        >
          Destroy…
        </MenuItem>
      </DropdownMenu>
      {destroying && <DestroyDialog sandbox={sandbox} onClose={() => setDestroying(false)} onConfirm={acts.destroy} />}
    </>
  );
}
