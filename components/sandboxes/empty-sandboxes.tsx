import { Box } from "lucide-react";
import type { ReactNode } from "react";
import { CodeLine } from "#components/ui/code-line.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type Props = {
  action: ReactNode;
  /** Whether any way to make one leads somewhere. */
  possible: boolean;
};

/** Says what a sandbox is, and every way to make one. */
export function EmptySandboxes({ action, possible }: Props) {
  return (
    <>
      <EmptyState icon={<Box aria-hidden="true" />} title="No sandboxes yet" action={possible && action}>
        A sandbox runs programs apart from everything else. Its own files go with it; what should stay is on volumes
        that are mounted into it.
      </EmptyState>
      {possible && (
        <div className="mx-auto flex w-full max-w-lg flex-col gap-3 px-6 pb-10">
          <CodeLine
            label="CLI"
            text="nullspace sandbox create --template base --volume ref=team-data,mount=/workspace/shared"
          />
          <CodeLine
            label="Python"
            text='Sandbox.create(template="base", volumes=[Volume.from_name("team-data").mount("/workspace/shared")])'
          />
        </div>
      )}
    </>
  );
}
