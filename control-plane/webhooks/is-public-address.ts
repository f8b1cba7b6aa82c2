import { BlockList, isIPv4, isIPv6 } from "node:net";

// Two lists: one list would compare an IPv4 address with the rules of both.
const closed4 = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  closed4.addSubnet(network, bits, "ipv4");

/** Everything else is loopback, link-local, unique-local, multicast, a mapped or translated IPv4 address, or not given out. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
const closed6 = new BlockList();
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  closed6.addSubnet(network, bits, "ipv6");

/** Whether an IP address is one of the public internet, so that whoever names it reaches nothing of the operator's. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed4.check(address, "ipv4");
  return isIPv6(address) && global6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}
