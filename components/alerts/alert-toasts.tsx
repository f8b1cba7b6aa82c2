"use client";
import { useRouter } from "next/navigation";
import { loadToast } from "#components/ui/toast.ts";
import type { LiveMessage } from "#lib/queries/live-channel.ts";
import { useLiveEvents } from "#lib/queries/live-events.ts";
import { ALERT_KINDS, alertHref, isAlertKind } from "./alert-look.ts";

const SHOWN_MS = 12_000;

/** Says it while one looks: an alert was raised, or is over. Renders nothing. */
export function AlertToasts() {
  const router = useRouter();
  const tell = async (message: LiveMessage) => {
    if (message.type !== "alert.raised" && message.type !== "alert.cleared") return;
    const toast = await loadToast();
    const { alert_id: id, message: description } = message.data;
    if (message.type === "alert.cleared") {
      // In place of the one that told of it, if that is still there.
      toast.success("An alert is over", { id, description });
      return;
    }
    const { kind } = message.data;
    toast.warning(isAlertKind(kind) ? ALERT_KINDS[kind].title : "Alert", {
      id,
      description,
      duration: SHOWN_MS,
      action: { label: "Show", onClick: () => router.push(alertHref(message)) },
    });
  };
  useLiveEvents((message) => void tell(message));
  return null;
}
