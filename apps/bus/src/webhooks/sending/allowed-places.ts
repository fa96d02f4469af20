import { isIP } from 'node:net';
import * as ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where webhooks may go besides the public internet: what the operator allows. */
export interface AllowedPlaces {
  /** `https://host:port` or `http://host:port`, as the URL standard writes them: whatever their names resolve to. */
  readonly origins: ReadonlySet<string>;
  readonly ranges: readonly (readonly [network: Address, bits: number])[];
}

/**
 * Texts of settings, each checked when it was read.
 * @param ranges addresses or CIDR blocks
 */
export const allowedPlaces = (origins: readonly string[], ranges: readonly string[]): AllowedPlaces => ({
  origins: new Set(origins.map((each) => new URL(each).origin)),
  ranges: ranges.map((each) => {
    const network = ipaddr.parse(each.split('/')[0] ?? '');
    return each.includes('/')
      ? ipaddr.parseCIDR(each)
      : ([network, network.toByteArray().length * 8] as const);
  }),
});

/** Public by its number, and yet a door to what runs a machine: the host's own service in one large cloud. */
const doorsOfClouds: readonly string[] = ['168.63.129.16'];
/** What is given out of IPv6: everything else, translations to IPv4 first of all, leads somewhere else. */
const givenOut = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * May a connection be made to this address? By default to public ones alone: not to loopback, private, link-local
 * (and what answers there in clouds), shared (100.64.0.0/10), multicast, reserved and documentation ranges, nor to IPv6
 * that stands for IPv4.
 */
export function isAllowedAddress(text: string, { ranges }: Pick<AllowedPlaces, 'ranges'>): boolean {
  if (isIP(text) === 0) return false;
  const address = ipaddr.parse(text);
  if (ranges.some(([network, bits]) => isWithin(address, network, bits))) return true;
  if (address.range() !== 'unicast' || doorsOfClouds.includes(text)) return false;
  return address.kind() === 'ipv4' || isWithin(address, ...givenOut);
}

function isWithin(address: Address, network: Address, bits: number): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}
