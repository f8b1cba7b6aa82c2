import type { Config } from "../../config.ts";
import { closeInherited } from "../../tools/close-inherited.ts";
import type { MountName, Runtime } from "../runtime.ts";
import { findCgroups } from "./cgroups.ts";
import { check } from "./check.ts";
import { exec } from "./exec.ts";
import { findProblem } from "./find-problem.ts";
import { findSeccomp } from "./find-seccomp.ts";
import { freeze, thaw } from "./freeze.ts";
import { holdsHere } from "./holds-here.ts";
import { inTurn } from "./in-turn.ts";
import { inspect } from "./inspect.ts";
import { killHolders } from "./kill-holders.ts";
import { list } from "./list.ts";
import { withoutLooks } from "./looks.ts";
import type { Machine } from "./machine.ts";
import { mount } from "./mount.ts";
import { recordedAttachments } from "./mount-record.ts";
import { openTerminal } from "./open-terminal.ts";
import { killProcess, processes } from "./processes.ts";
import { recover } from "./recover.ts";
import { remove } from "./remove.ts";
import { dropSaved, saveFiles } from "./saved-files.ts";
import { start } from "./start.ts";
import { stop } from "./stop.ts";
import { unavailableRuntime } from "./unavailable-runtime.ts";
import { finishMount, unmount } from "./unmount.ts";
import { usage } from "./usage.ts";
import { useRoot } from "./use-root.ts";

/** What is done to one sandbox is done in turn, and to a mount while nobody looks at it: a look holds it. */
const changing = <T>({ sandboxId, attachmentId }: MountName, act: () => Promise<T>): Promise<T> =>
  inTurn(sandboxId, () => withoutLooks([attachmentId], act));

/** Runs sandboxes on this machine's own kernel: namespaces and cgroups, no image and no daemon. */
export async function createLocalRuntime(config: Pick<Config, "dataDirectory" | "volumeUid">): Promise<Runtime> {
  closeInherited();
  const machine: Machine = {
    dataDirectory: config.dataDirectory,
    owner: process.getuid?.() === 0 ? { uid: config.volumeUid, gid: config.volumeUid } : null,
    cgroups: await findCgroups(),
    seccomp: await findSeccomp(config.dataDirectory),
  };
  const problem = await findProblem(machine);
  if (problem !== null) return unavailableRuntime(problem);
  return {
    kind: "local",
    capability: {
      available: true,
      rootless: machine.owner === null,
      limits: {
        memory: machine.cgroups.memory !== null,
        processes: machine.cgroups.pids !== null,
        // Its files are a directory of the host: nothing there stops them.
        disk: false,
        freeze: machine.cgroups.freezer === null ? "signals" : "cgroup",
      },
      seccomp: machine.seccomp,
    },
    recover: (ask) => recover(machine, ask),
    start: (spec) => inTurn(spec.id, () => start(machine, spec)),
    stop: (id) => inTurn(id, () => withoutLooks(recordedAttachments(machine, id), () => stop(machine, id))),
    remove: (id) => inTurn(id, () => withoutLooks(recordedAttachments(machine, id), () => remove(machine, id))),
    freeze: (id) => freeze(machine, id),
    thaw: (id) => thaw(machine, id),
    inspect: async (id) => inspect(machine, id),
    list: async () => list(machine),
    exec: (id, command, giveUp) => exec(machine, id, command, giveUp),
    openTerminal: (id, size) => openTerminal(machine, id, size),
    processes: async (id) => processes(machine, id),
    killProcess: async (id, pid) => killProcess(machine, id, pid),
    usage: (id) => usage(machine, id),
    useRoot: (id, act) => useRoot(machine, id, act),
    mount: (spec) => changing(spec, () => mount(machine, spec)),
    finishMount: (name) => changing(name, () => finishMount(machine, name)),
    unmount: (name) => changing(name, () => unmount(machine, name)),
    killHolders: (name) => changing(name, () => killHolders(machine, name)),
    holdsHere: async (name) => holdsHere(machine, name),
    check: (spec, deadlineMs) => check(machine, spec, deadlineMs),
    saveFiles: (id, as) => inTurn(id, () => saveFiles(machine, id, as)),
    dropSaved: (id) => dropSaved(machine, id),
  };
}
