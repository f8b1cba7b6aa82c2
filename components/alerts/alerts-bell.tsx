"use client";
import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { untilLoaded } from "#components/ui/until-loaded.ts";
import { openAlerts } from "#lib/queries/alerts.ts";
import { browserApi } from "#lib/queries/browser-api.ts";

const AlertsPopover = lazy(
  untilLoaded(() => import("./alerts-popover.tsx").then((loaded) => ({ default: loaded.AlertsPopover }))),
);

/** More than this is many. */
const MOST_SHOWN = 99;

/** How many things are wrong, on every page; what they are when pressed. */
export function AlertsBell() {
  const { data } = useQuery(openAlerts(browserApi));
  const [wanted, setWanted] = useState(false);
  const count = data?.open_count ?? 0;
  const bell = (
    <button
      type="button"
      aria-label={`Alerts: ${count === 0 ? "none" : count} open`}
      onClick={() => setWanted(true)}
      className={buttonClass({ variant: "ghost", size: "sm" }, "relative w-7 px-0 [&_svg]:size-4")}
    >
      <Bell aria-hidden="true" />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-bad px-1 text-[10px] leading-none font-semibold text-panel"
        >
          {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
        </span>
      )}
    </button>
  );
  if (!wanted) return bell;
  return (
    <Suspense fallback={bell}>
      <AlertsPopover bell={bell} />
    </Suspense>
  );
}
