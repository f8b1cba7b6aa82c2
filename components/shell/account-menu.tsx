"use client";
import { Keyboard, LogOut, RectangleEllipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { MenuItem, MenuSeparator } from "#components/ui/menu-item.tsx";
import { showShortcuts } from "#components/ui/shortcuts/sheet-flag.ts";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAct } from "#components/ui/use-act.ts";
import { useAfterMenu } from "#components/ui/use-after-menu.ts";
import { signOutAction } from "#lib/actions/session.ts";

const ChangePasswordDialog = dynamic(
  untilLoaded(() =>
    import("#components/account/change-password-dialog.tsx").then((loaded) => loaded.ChangePasswordDialog),
  ),
  { loading: () => null },
);

type AccountMenuProps = { email: string; team: string; role: string };

export function AccountMenu({ email, team, role }: AccountMenuProps) {
  const { after, onCloseAutoFocus } = useAfterMenu();
  const [changing, setChanging] = useState(false);
  const signOut = useAct(signOutAction, {
    failed: "You are still signed in",
    // A new page, so that nothing of this session stays in memory.
    onDone: () => window.location.assign("/sign-in"),
  });
  return (
    <>
      <DropdownMenu
        onCloseAutoFocus={onCloseAutoFocus}
        className="min-w-56"
        trigger={
          <button
            type="button"
            aria-label={`Account of ${email}`}
            className="flex size-7 items-center justify-center rounded-full border border-line-strong bg-hover text-caption font-medium text-muted uppercase transition-colors hover:text-ink"
          >
            {email.slice(0, 1)}
          </button>
        }
      >
        <div className="flex flex-col px-2 py-1.5">
          <span className="truncate font-medium">{email}</span>
          <span className="truncate text-caption text-faint">
            {role} of {team}
          </span>
        </div>
        <MenuSeparator />
        <MenuItem icon={<Keyboard aria-hidden="true" />} keys="?" onSelect={after(showShortcuts)}>
          Keyboard shortcuts
        </MenuItem>
        <MenuItem icon={<RectangleEllipsis aria-hidden="true" />} onSelect={after(() => setChanging(true))}>
          Change password…
        </MenuItem>
        <MenuItem icon={<LogOut aria-hidden="true" />} onSelect={() => signOut.mutate()}>
          Sign out
        </MenuItem>
      </DropdownMenu>
      {changing && <ChangePasswordDialog email={email} onClose={() => setChanging(false)} />}
    </>
  );
}
