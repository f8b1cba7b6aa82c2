import { sql } from "drizzle-orm";
import type { Failure } from "../attachments/state.ts";
import { hosts } from "../db/schema.ts";

/** How often a machine says that it lives, in milliseconds. */
export const BEAT_MS = 10_000;
/** One that has said nothing for longer is silent, in seconds: long enough for a restart, and for a busy database. */
const SILENT_S = 60;

/** By the database's clock, which all machines share. */
export const isSilent = sql<boolean>`${hosts.seenAt} < clock_timestamp() - make_interval(secs => ${SILENT_S})`;

/** It has been heard from all the time in which another one may have fallen silent. */
export const isAwake = sql<boolean>`not ${isSilent}
  and ${hosts.seenSince} < clock_timestamp() - make_interval(secs => ${SILENT_S})`;

/** Why nothing is known of, nor can be done with, what is on a silent machine: none of its mounts is called healthy. */
export const HOST_SILENT: Failure = {
  code: "host_silent",
  message:
    "The machine that runs this sandbox has not been heard from. Start its control plane again; if the machine is gone for good, an operator can forget it.",
};
