"use client";
import { useQuery } from "@tanstack/react-query";
import { Select } from "#components/ui/select.tsx";
import type { VolumeId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { memberList } from "#lib/queries/team.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { PERIODS } from "./activity-url.ts";
import { FAMILIES, type Family } from "./family-icon.tsx";

const ANY = "any";
const SYSTEM = { value: "system", label: "System" };

type View = {
  family: Family | null;
  actor: string | null;
  volume: VolumeId | null;
  since: (typeof PERIODS)[number]["value"] | null;
};

type ActivityFiltersProps = {
  view: View;
  onChange: (change: Partial<View>) => void;
  /** Off where the page is one volume's. */
  hasVolume: boolean;
};

/** One of several, or all. */
function Filter<T extends string>({
  label,
  any,
  value,
  options,
  onChange,
}: {
  label: string;
  any: string;
  value: T | null;
  options: readonly { value: T; label: string }[];
  onChange: (value: T | null) => void;
}) {
  return (
    <Select<T | typeof ANY>
      aria-label={label}
      value={value ?? ANY}
      onValueChange={(next) => onChange(next === ANY ? null : next)}
      options={[{ value: ANY, label: any }, ...options]}
      className="w-auto max-w-44 max-sm:max-w-none max-sm:grow max-sm:basis-[calc(50%-4px)]"
    />
  );
}

export function ActivityFilters({ view, onChange, hasVolume }: ActivityFiltersProps) {
  const { data: volumes = [] } = useQuery(volumeList(browserApi));
  const { data: members = [] } = useQuery(memberList(browserApi));
  const people = members.map(({ email }) => ({ value: email, label: email }));
  // Somebody who left, or an API key, by the address alone.
  const other = view.actor !== null && ![SYSTEM, ...people].some(({ value }) => value === view.actor);
  const deleted = view.volume !== null && !volumes.some(({ id }) => id === view.volume);
  return (
    <>
      <Filter
        label="About"
        any="Everything"
        value={view.family}
        options={FAMILIES}
        onChange={(family) => onChange({ family })}
      />
      <Filter
        label="By"
        any="Anyone"
        value={view.actor}
        options={[SYSTEM, ...people, ...(other ? [{ value: view.actor ?? "", label: view.actor ?? "" }] : [])]}
        onChange={(actor) => onChange({ actor })}
      />
      {hasVolume && (
        <Filter
          label="Volume"
          any="Any volume"
          value={view.volume}
          options={[
            ...volumes.map(({ id, name }) => ({ value: id, label: name })),
            ...(deleted && view.volume !== null ? [{ value: view.volume, label: view.volume }] : []),
          ]}
          onChange={(volume) => onChange({ volume })}
        />
      )}
      <Filter
        label="When"
        any="Any time"
        value={view.since}
        options={PERIODS}
        onChange={(since) => onChange({ since })}
      />
    </>
  );
}
