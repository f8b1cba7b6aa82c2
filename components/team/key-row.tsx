"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ban, Ellipsis, RefreshCw } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MenuItem } from "#components/ui/menu-item.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useAct } from "#components/ui/use-act.ts";
import { useAfterMenu } from "#components/ui/use-after-menu.ts";
import { revokeKeyAction, rotateKeyAction } from "#lib/actions/keys.ts";
import type { ApiKey } from "#lib/api/identity.ts";
import { patchQuery } from "#lib/queries/patch-query.ts";
import { teamKeys } from "#lib/queries/team.ts";
import type { KeyState } from "./key-state.ts";
import { rowClass } from "./row-class.ts";
import { SecretOnce } from "./secret-once.tsx";

type Asking = "rotate" | "revoke" | null;

type KeyRowProps = {
  apiKey: ApiKey;
  state: KeyState;
  /** Another key came from this one by rotation. */
  replaced: boolean;
};

function rotateRefusal(state: KeyState, replaced: boolean): string | null {
  if (state !== "active") return `This key is ${state}.`;
  return replaced ? "It was rotated already: rotate the key that replaced it." : null;
}

export function KeyRow({ apiKey, state, replaced }: KeyRowProps) {
  const cache = useQueryClient();
  const { after, onCloseAutoFocus } = useAfterMenu();
  const [asking, setAsking] = useState<Asking>(null);
  const refresh = () => void cache.invalidateQueries({ queryKey: teamKeys.keys });
  const revoke = useAct(revokeKeyAction, {
    failed: "The key still holds",
    optimistic: ({ id }, cache) =>
      patchQuery<ApiKey[]>(cache, teamKeys.keys, (keys) =>
        keys.map((key) => (key.id === id ? { ...key, revoked_at: new Date().toISOString() } : key)),
      ),
    onDone: refresh,
  });
  const rotate = useAct(rotateKeyAction, { failed: "The key was not rotated" });
  return (
    <li className={rowClass}>
      <div className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium">{apiKey.name}</span>
        <span className="font-mono text-caption text-faint">{apiKey.prefix}…</span>
      </div>
      <div className="flex flex-col items-end text-caption text-muted max-sm:hidden">
        <span>
          {apiKey.last_used_at ? (
            <>
              used <RelativeTime at={apiKey.last_used_at} />
            </>
          ) : (
            "never used"
          )}
        </span>
        <span>
          {state === "revoked" && apiKey.revoked_at ? (
            <>
              revoked <RelativeTime at={apiKey.revoked_at} />
            </>
          ) : apiKey.expires_at === null ? (
            "does not expire"
          ) : (
            <>
              {state === "expired" ? "expired" : "expires"} <RelativeTime at={apiKey.expires_at} />
            </>
          )}
        </span>
      </div>
      <Badge tone={state === "active" ? "neutral" : "bad"}>{state === "active" ? apiKey.scope : state}</Badge>
      <DropdownMenu
        onCloseAutoFocus={onCloseAutoFocus}
        trigger={
          <IconButton label={`Actions for ${apiKey.name}`} tooltip={false}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem
          icon={<RefreshCw aria-hidden="true" />}
          reason={rotateRefusal(state, replaced)}
          onSelect={after(() => setAsking("rotate"))}
        >
          Rotate…
        </MenuItem>
        <MenuItem
          danger
          icon={<Ban aria-hidden="true" />}
          reason={state === "revoked" ? "This key is revoked." : null}
          onSelect={after(() => setAsking("revoke"))}
        >
          Revoke…
        </MenuItem>
      </DropdownMenu>
      <ConfirmDialog
        open={asking === "revoke"}
        onOpenChange={() => setAsking(null)}
        title={`Revoke ${apiKey.name}?`}
        action="Revoke key"
        onConfirm={() => {
          revoke.mutate({ id: apiKey.id });
          setAsking(null);
        }}
      >
        Whatever uses it is refused from its next call on. A revoked key does not come back.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "rotate"}
        onOpenChange={() => setAsking(null)}
        title={`Rotate ${apiKey.name}?`}
        action="Rotate key"
        onConfirm={() => {
          rotate.mutate({ id: apiKey.id });
          setAsking(null);
        }}
      >
        You get a new key of the same name and scope. The old one holds for 24 hours more, so that you can put the new
        one in its place.
      </ConfirmDialog>
      {rotate.data?.key !== undefined && (
        <SecretOnce
          title="New key"
          secret={rotate.data.key}
          onClose={() => {
            rotate.reset();
            refresh();
          }}
        >
          Put it where the old one is used. It is shown this once.
        </SecretOnce>
      )}
    </li>
  );
}
