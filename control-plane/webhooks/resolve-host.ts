import { lookup } from "node:dns/promises";

export type Address = { address: string; family: number };
/** The addresses of a host, the preferred one first. */
export type ResolveHost = (host: string) => Promise<Address[]>;

/** As the machine resolves names, its hosts file included. An address is its own answer. */
export const resolveHost: ResolveHost = (host) => lookup(host, { all: true });
