import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seccompFilter } from "./seccomp-filter.ts";

/** What of the host's `/etc` a sandbox sees, read-only, where the host has it. */
const FROM_HOST = ["ld.so.cache", "alternatives", "ssl/certs", "ssl/openssl.cnf", "localtime", "mime.types"];

/**
 * Writes the few files that programs expect in `/etc`.
 * @returns bubblewrap's arguments that show them at `/etc`
 * @param inside the path of `directory` where bubblewrap finds it
 */
export function writeEtc(directory: string, inside: string, hostname: string): string[] {
  const files: Record<string, string | Buffer> = {
    passwd: "root:x:0:0:root:/home:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
    group: "root:x:0:\nnogroup:x:65534:\n",
    hosts: `127.0.0.1 localhost ${hostname}\n::1 localhost ${hostname}\n`,
    hostname: `${hostname}\n`,
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "resolv.conf": "",
    shells: "/bin/sh\n/bin/bash\n",
    profile: "[ -z \"$BASH\" ] || PS1='\\w \\$ '\n",
  };
  const host = FROM_HOST.filter((name) => existsSync(join("/etc", name)));
  mkdirSync(join(directory, "ssl"), { recursive: true });
  const filter = seccompFilter();
  if (filter !== null) files["seccomp.bpf"] = filter;
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  for (const name of host) {
    // Something to mount on.
    if (name === "alternatives" || name === "ssl/certs") mkdirSync(join(directory, name), { recursive: true });
    else writeFileSync(join(directory, name), "");
  }
  return [
    ...["--ro-bind", inside, "/etc"],
    ...host.flatMap((name) => ["--ro-bind", join("/etc", name), join("/etc", name)]),
  ];
}
