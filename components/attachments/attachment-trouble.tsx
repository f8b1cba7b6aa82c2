"use client";
import type { VolumeAttachment } from "#lib/api/attachments.ts";
import { healthOf } from "./health.ts";
import { useIsLive } from "./use-is-live.ts";

/** The sentence to show below an attachment: what is wrong and what to do, or who keeps it; null when all is well. */
export function useTrouble(attachment: VolumeAttachment): string | null {
  const { sentence } = healthOf(attachment, useIsLive());
  if (attachment.state !== "releasing" || attachment.holders.length === 0) return sentence;
  const held = attachment.holders.map(({ pid, command }) => `${command} (${pid})`).join(", ");
  return `Still in use by ${held}. It is stopped when it does not let go by itself.`;
}
