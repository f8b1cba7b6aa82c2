import { join } from "node:path";
import { pythonEnvironment } from "./python-environment.ts";

/** What the guides speak of, and the newest, which calls sandboxes machines. */
export const RELEASES = ["0.1.9", "1.0.3"] as const;

export type OfficialClient = { python: string; cli: string } | { missing: string };

/** The official Python client and its command line. */
export async function officialClient(release: (typeof RELEASES)[number] = "0.1.9"): Promise<OfficialClient> {
  const environment = await pythonEnvironment(`official-client-${release}`, `nullspace-sdk[cli]==${release}`);
  if ("missing" in environment) return environment;
  return { python: join(environment.bin, "python"), cli: join(environment.bin, "nullspace") };
}
