"use client";
import Link from "next/link";
import { useParams, usePathname } from "next/navigation";
import { Fragment } from "react";
import { useSandboxName } from "#components/sandboxes/named-sandbox.tsx";
import { useVolumeName } from "#components/volumes/use-volume-name.ts";
import type { SandboxId, VolumeId } from "#lib/api/ids.ts";
import { crumbsOf } from "./crumbs.ts";

function VolumeName({ id }: { id: VolumeId }) {
  return useVolumeName(id) ?? id;
}

function SandboxName({ id }: { id: SandboxId }) {
  return useSandboxName(id);
}

/** Where one is: each step but the last leads there. On a phone only the last is shown. */
export function Breadcrumbs() {
  const path = usePathname();
  const { volume, sandbox } = useParams<{ volume?: VolumeId; sandbox?: SandboxId }>();
  const crumbs = crumbsOf(path);
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1.5">
        {crumbs.map((crumb, index) => {
          const label =
            crumb.idOf === "volume" && volume ? (
              <VolumeName id={volume} />
            ) : crumb.idOf === "sandbox" && sandbox ? (
              <SandboxName id={sandbox} />
            ) : (
              crumb.label
            );
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
