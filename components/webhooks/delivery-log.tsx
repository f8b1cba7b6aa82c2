"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StaleNotice } from "#components/ui/stale-notice.tsx";
import { TryAgain } from "#components/ui/try-again.tsx";
import type { Webhook } from "#lib/api/webhooks.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { webhookDeliveries } from "#lib/queries/webhooks.ts";
import { DeliveryRow } from "./delivery-row.tsx";

function Log({ id }: { id: Webhook["id"] }) {
  const query = useInfiniteQuery(webhookDeliveries(browserApi, id));
  const deliveries = query.data?.pages.flatMap((page) => page.deliveries);
  if (deliveries === undefined)
    return query.isError ? (
      <ErrorState
        title="The log could not be loaded"
        error={query.error}
        className="py-6"
        action={<TryAgain query={query} />}
      />
    ) : (
      <div aria-busy="true" className="flex flex-col gap-4 py-2">
        {["w-64", "w-56", "w-60"].map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </div>
    );
  if (deliveries.length === 0)
    return <p className="text-muted">Nothing was sent yet. Send a test to see whether it arrives.</p>;
  return (
    <>
      <StaleNotice query={query} />
      <ul className="rounded-md border">
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="flex justify-center pt-3">
          <Button size="sm" pending={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}

/** What a webhook was sent, and how each try went. */
export function DeliveryLog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Deliveries" description={webhook.url} className="sm:max-w-2xl">
      <Log id={webhook.id} />
    </Dialog>
  );
}
