import { text } from "node:stream/consumers";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { System } from "../context.ts";
import { newId } from "../new-id.ts";
import type { MountSpec } from "../runtimes/runtime.ts";

/** Why the tests of real sandboxes are skipped on this machine, printed; null when they run. */
export function whyNoSandboxes({ runtime }: System): string | null {
  if (runtime.capability.available) return null;
  console.warn(`skipped: ${runtime.capability.reason}`);
  return runtime.capability.reason;
}

export type TestSandbox = {
  id: SandboxId;
  /** Runs a shell script inside to its end. */
  run(script: string): Promise<{ stdout: string; stderr: string; exitCode: number }>;
  /** Starts a shell script inside that goes on, and waits until it says a line. */
  begin(
    script: string,
  ): Promise<{ pid: number; line: string; kill(): void; ended: Promise<unknown>; output(): string }>;
  /** Makes a volume's bytes, and what to mount of it. */
  volume(spec?: Partial<MountSpec>): Promise<{ id: VolumeId; data: string; spec: MountSpec }>;
};

/** A running sandbox of its own for a test; it goes when its system closes. */
export async function createTestSandbox(
  system: System,
  options: { memoryMb?: number; vcpus?: number } = {},
): Promise<TestSandbox> {
  const { runtime, store } = system;
  const id = newId("sb");
  await runtime.start({ id, memoryMb: options.memoryMb ?? 256, vcpus: options.vcpus ?? 1 });
  const shell = (script: string) => runtime.exec(id, { argv: ["/bin/sh", "-c", script] });
  return {
    id,
    run: async (script) => {
      const command = await shell(script);
      const [stdout, stderr, ended] = await Promise.all([text(command.stdout), text(command.stderr), command.ended]);
      return { stdout, stderr, exitCode: ended.exitCode };
    },
    begin: async (script) => {
      const command = await shell(script);
      let said = "";
      command.stderr.resume();
      await new Promise<void>((resolve) => {
        command.stdout.on("data", (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes("\n")) resolve();
        });
        command.stdout.once("end", () => resolve());
      });
      return {
        pid: command.pid,
        line: said.slice(0, said.indexOf("\n")),
        kill: command.kill,
        ended: command.ended,
        output: () => said,
      };
    },
    volume: async (spec = {}) => {
      const volume = newId("vol");
      await store.create(volume, 64 * 1024 * 1024);
      const data = await store.withDataPath(volume, async (path) => path);
      return {
        id: volume,
        data,
        spec: {
          sandboxId: id,
          attachmentId: newId("att"),
          source: data,
          subpath: null,
          mountPath: "/workspace/shared",
          readOnly: false,
          ...spec,
        },
      };
    },
  };
}
