import { BrandMark } from "./brand-mark.tsx";

/** Whose console this is. */
export function TeamHead({ team }: { team: string }) {
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 px-4">
      <BrandMark className="size-5 shrink-0" />
      <span className="truncate font-semibold">{team}</span>
    </div>
  );
}
