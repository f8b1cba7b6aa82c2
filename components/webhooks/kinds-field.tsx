"use client";
import { useId } from "react";
import { ALERT_KINDS } from "#components/alerts/alert-look.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { AlertKind } from "#lib/api/alerts.ts";

// The table is written by kind.
const KINDS = Object.keys(ALERT_KINDS) as AlertKind[];
export const ALL_KINDS: readonly AlertKind[] = KINDS;

type KindsFieldProps = { value: readonly AlertKind[]; onChange: (kinds: AlertKind[]) => void };

/** Which alerts a webhook is told of. */
export function KindsField({ value, onChange }: KindsFieldProps) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Tell it when</legend>
      {KINDS.map((kind) => (
        <div key={kind} className="flex items-start gap-2">
          <Checkbox
            id={`${id}-${kind}`}
            className="mt-0.5"
            checked={value.includes(kind)}
            onCheckedChange={(checked) =>
              onChange(KINDS.filter((one) => (one === kind ? checked === true : value.includes(one))))
            }
          />
          <label htmlFor={`${id}-${kind}`} className="flex min-w-0 flex-col">
            {ALERT_KINDS[kind].title}
            <span className="text-caption text-faint">{ALERT_KINDS[kind].note}</span>
          </label>
        </div>
      ))}
      {value.length === 0 && <p className="text-caption text-bad">Choose at least one.</p>}
    </fieldset>
  );
}
