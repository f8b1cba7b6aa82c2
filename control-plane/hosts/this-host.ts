import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

function machineId(): string {
  try {
    const id = readFileSync("/etc/machine-id", "utf8").trim();
    // Empty in many container images, where the name of the container is what tells machines apart.
    return id === "" ? hostname() : id;
  } catch {
    return hostname();
  }
}

let known: string | undefined;

/** A stable name of this machine: only a control plane here can reach the sandboxes that run here. */
export function thisHost(): string {
  // Hashed, since the machine's own id is not to be told to others.
  known ??= createHash("sha256").update(machineId()).digest("hex").slice(0, 12);
  return known;
}
