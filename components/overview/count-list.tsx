"use client";
import type { Route } from "next";
import { IntentLink } from "#components/ui/intent-link.tsx";
import { Status, type StatusTone } from "#components/ui/status.tsx";

export type CountLine = { tone: StatusTone; word: string; count: number; href: string };

/** How many are how: colour, shape, word and number; each leads to those it counts. */
export function CountList({ lines }: { lines: readonly CountLine[] }) {
  return (
    <ul>
      {lines.map(({ tone, word, count, href }) => (
        <li key={word} className="border-b last:border-b-0">
          <IntentLink
            href={href as Route}
            className="flex h-8 items-center justify-between px-3 transition-colors hover:bg-hover focus-visible:-outline-offset-2"
          >
            <Status tone={tone}>{word}</Status>
            <span className="font-medium">{count.toLocaleString("en")}</span>
          </IntentLink>
        </li>
      ))}
    </ul>
  );
}
