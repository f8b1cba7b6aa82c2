import { randomBytes } from "node:crypto";

const STAGING = /^\.nullspace-[0-9a-f]{24}$/;

/** A name for a private directory in a tree of files, from which things are moved to their place. */
export const newStagingName = (): string => `.nullspace-${randomBytes(12).toString("hex")}`;

export const isStagingName = (name: string | Uint8Array): boolean =>
  STAGING.test(typeof name === "string" ? name : Buffer.from(name).toString("latin1"));
