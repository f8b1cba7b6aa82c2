"use client";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { AttachmentState as Value, VolumeAttachment } from "#lib/api/attachments.ts";
import { useIsLive } from "./use-is-live.ts";

const TONES: Record<Value, StatusTone> = {
  requested: "busy",
  mounting: "busy",
  mounted: "ok",
  paused: "paused",
  remounting: "busy",
  unmounted: "idle",
  releasing: "busy",
  released: "idle",
  failed: "bad",
};

/** Colour, shape and word; never green while the page may be old, or a look found something wrong. */
export function AttachmentState({ attachment: { state, health } }: { attachment: VolumeAttachment }) {
  const live = useIsLive();
  const tone = TONES[state];
  const isDoubtful = !live || health?.healthy === false;
  return <Status tone={tone === "ok" && isDoubtful ? "idle" : tone}>{state}</Status>;
}

/** The same for what was: a state of the past does not turn. */
export function PastState({ state }: { state: Value }) {
  const tone = TONES[state];
  return <Status tone={tone === "busy" ? "idle" : tone}>{state}</Status>;
}
