"use client";
import { useIsLive } from "#components/attachments/use-is-live.ts";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import type { Sandbox, SandboxOperation, SandboxStatus as Value } from "#lib/api/sandboxes.ts";
import { useActing } from "./use-sandbox-acts.ts";

const TONES: Record<Value, StatusTone> = {
  creating: "busy",
  running: "ok",
  paused: "paused",
  destroyed: "idle",
  error: "bad",
};

const UNDER_WAY: Record<SandboxOperation, string> = {
  pause: "pausing",
  resume: "resuming",
  hibernate: "hibernating",
  snapshot: "copying files",
  destroy: "destroying",
};

/** Colour, shape and word; a change that is under way stands in place of the status it ends. */
export function SandboxStatus({ sandbox }: { sandbox: Sandbox }) {
  const { id, status, pause_kind, operation } = sandbox;
  const live = useIsLive();
  const acting = useActing(id) ?? operation;
  if (sandbox.unreachable_since) return <Status tone="bad">out of reach</Status>;
  if (acting === "fork") return <Status tone="busy">forking</Status>;
  if (acting !== null) return <Status tone="busy">{UNDER_WAY[acting]}</Status>;
  const tone = TONES[status];
  const word = status === "paused" && pause_kind === "hibernated" ? "hibernated" : status;
  return <Status tone={tone === "ok" && !live ? "idle" : tone}>{word}</Status>;
}
