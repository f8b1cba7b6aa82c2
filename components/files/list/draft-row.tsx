import { cn } from "#components/ui/cn.ts";
import { cell, named } from "../grid/roles.ts";
import { FileIcon } from "../names/file-icon.tsx";
import { ROW_GRID } from "./columns.ts";
import { NameField } from "./name-field.tsx";

type DraftRowProps = {
  kind: "file" | "folder";
  /** Pixels. */
  height: number;
  onDone: (name: string) => void;
  onCancel: () => void;
};

/** The row in which the name of a new entry is typed. */
export function DraftRow({ kind, height, onDone, onCancel }: DraftRowProps) {
  const isDirectory = kind === "folder";
  return (
    <div
      {...{ role: "row" }}
      {...named(`New ${kind}`)}
      style={{ height }}
      className={cn(ROW_GRID, "bg-accent-soft px-1")}
    >
      <div {...cell(1)} className="flex h-full min-w-0 items-center gap-2 px-1.5">
        <FileIcon entry={{ name: "", type: isDirectory ? "directory" : "file", is_dir: isDirectory }} />
        <NameField
          label={`Name of the new ${kind}`}
          name=""
          isDirectory={isDirectory}
          onDone={onDone}
          onCancel={onCancel}
        />
      </div>
    </div>
  );
}
