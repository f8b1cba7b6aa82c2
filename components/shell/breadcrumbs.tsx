"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useParams, usePathname } from "next/navigation";
import { Fragment } from "react";
import type { VolumeId } from "#lib/api/ids.ts";
import { browserApi } from "#lib/queries/browser-api.ts";
import { volumeList } from "#lib/queries/volumes.ts";
import { crumbsOf } from "./crumbs.ts";

function VolumeName({ id }: { id: VolumeId }) {
  // From the list, which the layout around has read: asking for the volume itself here, above the page, would make an empty
  // query that keeps the page's own answer out of the server's drawing.
  const { data: name, isPending } = useQuery({
    ...volumeList(browserApi),
    select: (volumes) => volumes.find((volume) => volume.id === id)?.name,
  });
  return name ?? (isPending ? "…" : id);
}

/** Where one is: each step but the last leads there. On a phone only the last is shown. */
export function Breadcrumbs() {
  const path = usePathname();
  const { volume: id } = useParams<{ volume?: VolumeId }>();
  const crumbs = crumbsOf(path);
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1.5">
        {crumbs.map((crumb, index) => {
          const label = crumb.isVolume && id ? <VolumeName id={id} /> : crumb.label;
          const last = index === crumbs.length - 1;
          return (
            <Fragment key={crumb.href}>
              {index > 0 && (
                <li aria-hidden="true" className="text-faint max-sm:hidden">
                  /
                </li>
              )}
              <li className={last ? "min-w-0" : "min-w-0 max-sm:hidden"}>
                {last ? (
                  <span aria-current="page" className="block truncate font-medium">
                    {label}
                  </span>
                ) : (
                  <Link
                    href={crumb.href}
                    className="block truncate rounded-sm text-muted transition-colors hover:text-ink"
                  >
                    {label}
                  </Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
