import { isIPv4, isIPv6 } from "node:net";

/** The four numbers of the first 64 bits, written out: `2001:db8::1` has the same as `2001:db8:0:0:ffff::`. */
function network(address: string): string {
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const before = groups(head);
  // A dotted end stands for two groups.
  const after = groups(tail ?? "").flatMap((group) => (group.includes(".") ? [group, group] : [group]));
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<string>(Math.max(0, zeros)).fill("0"), ...after];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

/**
 * What is counted as one client: an IPv4 address, and of IPv6 the /64, which is the least that one customer is given and
 * holds more addresses than any limit could count. An IPv4 address in IPv6 clothes is the same client.
 */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  return isIPv6(address) ? `${network(address)}::/64` : address;
}
