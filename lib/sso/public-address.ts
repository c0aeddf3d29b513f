import net from "node:net";

/**
 * Addresses that lead nowhere on the internet (IANA's registries of special-purpose addresses): this machine, local
 * networks, documentation, benchmarks, multicast, what is reserved.
 */
const special = new net.BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8],
  ["169.254.0.0", 16], // link-local, and the metadata services of clouds
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  special.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["2001::", 23], // protocol assignments, Teredo among them
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4: holds any IPv4 address
  ["3fff::", 20],
] as const)
  special.addSubnet(network, prefix, "ipv6");

/** Unicast on the internet; everything outside is loopback, local, mapped or translated IPv4 (NAT64), or not in use. */
const global6 = new net.BlockList();
global6.addSubnet("2000::", 3, "ipv6");

const loopback = new net.BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether an IP address belongs to the internet, as far as its number tells. What is no address does not. */
export function isPublicAddress(address: string): boolean {
  if (net.isIPv4(address)) return !special.check(address, "ipv4");
  return net.isIPv6(address) && global6.check(address, "ipv6") && !special.check(address, "ipv6");
}

export const isLoopbackAddress = (address: string): boolean =>
  net.isIPv4(address)
    ? loopback.check(address, "ipv4")
    : net.isIPv6(address) && !/^::ffff:/i.test(address) && loopback.check(address, "ipv6");

/** Whether the host of a URL is this machine by its very name. */
export const isLoopbackHost = (host: string): boolean =>
  host === "localhost" || isLoopbackAddress(host.replace(/^\[|\]$/g, ""));
