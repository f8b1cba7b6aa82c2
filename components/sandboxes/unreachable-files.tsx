"use client";
import { FolderX, Pause, Play } from "lucide-react";
import Link from "next/link";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { sandboxHref } from "./sandbox-href.ts";
import { useRuntime } from "./use-runtime.ts";
import { actRefusal, useActing, useSandboxActs } from "./use-sandbox-acts.ts";
import { whyUnreachable } from "./why-unreachable.ts";

/** In place of the files of a sandbox that does not run: why they are out of reach, and what brings them back. */
export function UnreachableFiles({ sandbox }: { sandbox: Sandbox }) {
  const acts = useSandboxActs(sandbox.id);
  const acting = useActing(sandbox.id);
  const { refusal } = useRuntime();
  const { title, text } = whyUnreachable(sandbox, refusal);
  const isPaused = sandbox.status === "paused" && !sandbox.unreachable_since;
  return (
    <EmptyState
      className="flex-1"
      icon={
        sandbox.status === "creating" && !sandbox.unreachable_since ? (
          <Spinner className="size-5" />
        ) : isPaused ? (
          <Pause aria-hidden="true" />
        ) : (
          <FolderX aria-hidden="true" />
        )
      }
      title={title}
      action={
        isPaused ? (
          <Button
            variant="primary"
            reason={actRefusal(sandbox, "resume")}
            pending={acting === "resume" || sandbox.operation === "resume"}
            onClick={acts.resume}
          >
            <Play className="size-4" aria-hidden="true" />
            Resume
          </Button>
        ) : (
          <Link href={sandboxHref(sandbox.id)} className={buttonClass()}>
            Look at the sandbox
          </Link>
        )
      }
    >
      {text}
    </EmptyState>
  );
}
