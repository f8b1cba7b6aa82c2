"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, ListChecks, Power, RefreshCw, ScrollText, Send, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ALERT_KINDS } from "#components/alerts/alert-look.ts";
import { rowClass } from "#components/team/row-class.ts";
import { SecretOnce } from "#components/team/secret-once.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { DropdownMenu } from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { MenuItem, MenuSeparator } from "#components/ui/menu-item.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { toastDone } from "#components/ui/toast-done.ts";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { useAct } from "#components/ui/use-act.ts";
import { useAfterMenu } from "#components/ui/use-after-menu.ts";
import {
  deleteWebhookAction,
  rotateWebhookAction,
  testWebhookAction,
  updateWebhookAction,
} from "#lib/actions/webhooks.ts";
import type { Webhook } from "#lib/api/webhooks.ts";
import { patchQuery } from "#lib/queries/patch-query.ts";
import { webhookKeys } from "#lib/queries/webhooks.ts";
import { ALL_KINDS } from "./kinds-field.tsx";
import { toastRefused } from "./toast-refused.ts";

const DeliveryLog = dynamic(
  untilLoaded(() => import("./delivery-log.tsx").then((loaded) => loaded.DeliveryLog)),
  {
    loading: () => null,
  },
);
const EditWebhookDialog = dynamic(
  untilLoaded(() => import("./edit-webhook-dialog.tsx").then((loaded) => loaded.EditWebhookDialog)),
  { loading: () => null },
);

type Asking = "delete" | "rotate" | "log" | "edit" | null;

const kindsOf = ({ kinds }: Webhook): string =>
  kinds.length === ALL_KINDS.length ? "All alerts" : kinds.map((kind) => ALERT_KINDS[kind].title).join(", ");

export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const { id, url, enabled, disabled_reason, last_success_at } = webhook;
  const cache = useQueryClient();
  const { after, onCloseAutoFocus } = useAfterMenu();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const refresh = () => void cache.invalidateQueries({ queryKey: webhookKeys.list });
  const remove = useAct(deleteWebhookAction, {
    failed: "The webhook is still there",
    optimistic: (_input, cache) =>
      patchQuery<Webhook[]>(cache, webhookKeys.list, (list) => list.filter((one) => one.id !== id)),
    onDone: refresh,
  });
  const update = useAct(updateWebhookAction, {
    failed: enabled ? "The webhook is still on" : "The webhook is still off",
    optimistic: ({ enabled: next }, cache) =>
      patchQuery<Webhook[]>(cache, webhookKeys.list, (list) =>
        list.map((one) =>
          one.id === id && next !== undefined ? { ...one, enabled: next, disabled_reason: null } : one,
        ),
      ),
    onDone: refresh,
  });
  const rotate = useAct(rotateWebhookAction, { failed: "The secret was not changed" });
  const test = useAct(testWebhookAction, {
    failed: "The test was not sent",
    onDone: ({ status, attempts }) => {
      const [attempt] = attempts;
      refresh();
      if (status === "delivered")
        void toastDone(
          "The test arrived",
          `The receiver answered ${attempt?.status_code} in ${attempt?.duration_ms} ms.`,
        );
      else void toastRefused("The test did not arrive", attempt?.error ?? "Look into the deliveries.");
    },
  });
  return (
    <li className={rowClass}>
      <div className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-mono text-caption leading-5 font-medium" title={url}>
          {url}
        </span>
        <span className="truncate text-caption text-faint">{kindsOf(webhook)}</span>
        {!enabled && disabled_reason !== null && (
          <span className="text-caption text-bad">Turned off: {disabled_reason}</span>
        )}
      </div>
      <span className="text-caption text-muted max-sm:hidden">
        {last_success_at === null ? (
          "nothing arrived yet"
        ) : (
          <>
            arrived <RelativeTime at={last_success_at} />
          </>
        )}
      </span>
      <Status tone={enabled ? "ok" : disabled_reason === null ? "idle" : "bad"}>{enabled ? "on" : "off"}</Status>
      <IconButton label="Send a test" pending={test.isPending} onClick={() => test.mutate({ id })}>
        <Send aria-hidden="true" />
      </IconButton>
      <DropdownMenu
        onCloseAutoFocus={onCloseAutoFocus}
        trigger={
          <IconButton label={`Actions for ${url}`} tooltip={false}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem icon={<ScrollText aria-hidden="true" />} onSelect={after(() => setAsking("log"))}>
          Deliveries…
        </MenuItem>
        <MenuItem icon={<ListChecks aria-hidden="true" />} onSelect={after(() => setAsking("edit"))}>
          Alerts…
        </MenuItem>
        <MenuItem icon={<RefreshCw aria-hidden="true" />} onSelect={after(() => setAsking("rotate"))}>
          New secret…
        </MenuItem>
        <MenuItem icon={<Power aria-hidden="true" />} onSelect={() => update.mutate({ id, enabled: !enabled })}>
          {enabled ? "Turn off" : "Turn on"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 aria-hidden="true" />} onSelect={after(() => setAsking("delete"))}>
          Delete…
        </MenuItem>
      </DropdownMenu>
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={close}
        title="Delete this webhook?"
        action="Delete webhook"
        onConfirm={() => {
          remove.mutate({ id });
          close();
        }}
      >
        {url} is told of nothing any more, also not of what is still being tried. Its log goes with it.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "rotate"}
        onOpenChange={close}
        title="Make a new secret?"
        action="Make a new secret"
        onConfirm={() => {
          rotate.mutate({ id });
          close();
        }}
      >
        Messages are signed with the old secret too for 24 hours more, so that the receiver can change over.
      </ConfirmDialog>
      {asking === "log" && <DeliveryLog webhook={webhook} onClose={close} />}
      {asking === "edit" && <EditWebhookDialog webhook={webhook} onClose={close} />}
      {rotate.data?.secret !== undefined && (
        <SecretOnce
          title="New signing secret"
          secret={rotate.data.secret}
          onClose={() => {
            rotate.reset();
            refresh();
          }}
        >
          Give it to the receiver within 24 hours. It is shown this once.
        </SecretOnce>
      )}
    </li>
  );
}
