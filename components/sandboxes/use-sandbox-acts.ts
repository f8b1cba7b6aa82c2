"use client";
import { useMutationState, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toastDone } from "#components/ui/toast-done.ts";
import { useAct } from "#components/ui/use-act.ts";
import {
  destroySandboxAction,
  forkSandboxAction,
  hibernateSandboxAction,
  pauseSandboxAction,
  resumeSandboxAction,
} from "#lib/actions/sandboxes.ts";
import type { SandboxId } from "#lib/api/ids.ts";
import type { Sandbox } from "#lib/api/sandboxes.ts";
import { refetchSoon } from "#lib/queries/refetch-soon.ts";
import { sandboxKeys } from "#lib/queries/sandboxes.ts";
import { sandboxHref } from "./sandbox-href.ts";

export type SandboxAct = "pause" | "hibernate" | "resume" | "fork" | "destroy";

const keyOf = (id: SandboxId, act: SandboxAct) => ["sandbox-act", id, act] as const;

/** What is being done to a sandbox from this page: it shows before the control plane has answered. */
export function useActing(id: SandboxId): SandboxAct | null {
  const acts = useMutationState({
    filters: { mutationKey: ["sandbox-act", id], status: "pending" },
    // The key is one that `keyOf` made.
    select: ({ options }) => (options.mutationKey as ReturnType<typeof keyOf> | undefined)?.[2],
  });
  return acts.at(-1) ?? null;
}

/** Why an act is off, as the server says it; null when it is on. */
export const actRefusal = ({ actions }: Sandbox, act: keyof NonNullable<Sandbox["actions"]>): string | null => {
  const action = actions?.[act];
  return action === undefined || action.allowed ? null : (action.reason ?? "This cannot be done now.");
};

/** Everything that changes a sandbox as a whole. Each shows at once; the events say how it ended. */
export function useSandboxActs(id: SandboxId) {
  const router = useRouter();
  const cache = useQueryClient();
  // What is in the making is part of the sandbox; that it is done comes as an event.
  const reread = () => {
    refetchSoon(cache, sandboxKeys.one(id));
    refetchSoon(cache, sandboxKeys.list);
  };
  const one = (act: SandboxAct, failed: string) => ({ key: keyOf(id, act), failed, onDone: reread });
  const pause = useAct(pauseSandboxAction, one("pause", "It was not paused"));
  const hibernate = useAct(hibernateSandboxAction, one("hibernate", "It was not hibernated"));
  const resume = useAct(resumeSandboxAction, one("resume", "It was not resumed"));
  const destroy = useAct(destroySandboxAction, one("destroy", "It was not destroyed"));
  const fork = useAct(forkSandboxAction, {
    ...one("fork", "It was not forked"),
    onDone: (copy) => {
      reread();
      toastDone("Forked", `The copy is ${copy.id}.`);
      router.push(sandboxHref(copy.id));
    },
  });
  return {
    pause: () => pause.mutate({ id }),
    hibernate: () => hibernate.mutate({ id }),
    resume: () => resume.mutate({ id }),
    fork: () => fork.mutate({ id }),
    destroy: () => destroy.mutate({ id }),
  };
}
