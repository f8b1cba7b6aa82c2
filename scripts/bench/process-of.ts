import { readdir, readFile } from "node:fs/promises";

/** The process below `ancestor` whose command line contains `text`. */
export async function processOf(ancestor: number, text: string): Promise<number> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (!command.includes(text)) continue;
    const parent = /PPid:\s+(\d+)/.exec(await readFile(`/proc/${name}/status`, "utf8").catch(() => ""))?.[1];
    if (Number(parent) === ancestor) return Number(name);
  }
  throw new Error(`no process below ${ancestor} runs ${text}`);
}
