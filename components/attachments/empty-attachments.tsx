import { HardDrive } from "lucide-react";
import type { ReactNode } from "react";
import { CodeLine, shellQuoted } from "#components/ui/code-line.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { defaultMountPath } from "./mount-draft.ts";

type Props = {
  volumeName: string;
  action: ReactNode;
  /** Whether any way to make one leads somewhere. */
  possible: boolean;
};

/** Says what an attachment is, and every way to make one. */
export function EmptyAttachments({ volumeName, action, possible }: Props) {
  const path = defaultMountPath(volumeName);
  return (
    <>
      <EmptyState icon={<HardDrive aria-hidden="true" />} title="Not attached to any sandbox" action={action}>
        An attachment mounts this volume, or one folder of it, into a sandbox: what runs there reads and writes the same
        files you see here, and so do other sandboxes.
      </EmptyState>
      {possible && (
        <div className="mx-auto flex w-full max-w-lg flex-col gap-3 px-6 pb-10">
          <CodeLine
            label="CLI, with a new sandbox"
            text={`nullspace sandbox create --template base --volume ${shellQuoted(`ref=${volumeName},mount=${path}`)}`}
          />
          <CodeLine
            label="Python, into one that runs"
            text={`Sandbox.connect("sb_…").attach_volume(${JSON.stringify(volumeName)}, ${JSON.stringify(path)})`}
          />
        </div>
      )}
    </>
  );
}
