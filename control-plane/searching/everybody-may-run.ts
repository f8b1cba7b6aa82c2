import { statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Whether everybody on this machine may run a program: also the owner of volumes, who is in none of its owner's groups.
 * @param path absolute, through no link
 */
export function everybodyMayRun(path: string): boolean {
  if ((statSync(path).mode & 0o005) !== 0o005) return false;
  for (let inner = path, at = dirname(path); at !== inner; inner = at, at = dirname(at))
    if ((statSync(at).mode & 0o001) === 0) return false;
  return true;
}
