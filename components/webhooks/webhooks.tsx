"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { TeamList } from "#components/team/team-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { webhookKeys, webhookList } from "#lib/queries/webhooks.ts";
import { WebhookRow } from "./webhook-row.tsx";

const CreateWebhookDialog = dynamic(
  untilLoaded(() => import("./create-webhook-dialog.tsx").then((loaded) => loaded.CreateWebhookDialog)),
  { loading: () => null },
);

/** Who is told of alerts outside. */
export function Webhooks() {
  const cache = useQueryClient();
  const query = useQuery(webhookList(browserApi));
  const [creating, setCreating] = useState(false);
  return (
    <Section
      title="Webhooks"
      note="Addresses that are told of alerts as they are raised and as they are over, signed."
      action={
        <Button onClick={() => setCreating(true)}>
          <Plus className="size-4" aria-hidden="true" />
          New webhook
        </Button>
      }
    >
      <TeamList
        query={query}
        title="The webhooks could not be loaded"
        empty="No webhooks yet. One tells your chat or your pager when a volume fills or a mount breaks."
      >
        {(webhooks) => webhooks.map((webhook) => <WebhookRow key={webhook.id} webhook={webhook} />)}
      </TeamList>
      {creating && (
        <CreateWebhookDialog
          onClose={() => {
            setCreating(false);
            void cache.invalidateQueries({ queryKey: webhookKeys.list });
          }}
        />
      )}
    </Section>
  );
}
