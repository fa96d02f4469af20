import { type LookupAddress, Resolver } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { type AllowedPlaces, isAllowedAddress } from './allowed-places';

/** A name leads to an address that nothing is sent to. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
  constructor(
    readonly hostname: string,
    readonly address: string,
  ) {
    super(`${hostname} is at ${address}, to which nothing is sent unless the operator allows it`);
  }
}

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** The names of the operator's origins are looked up as programs do, in the hosts file first. */
export const bySystem: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * Asks the name servers itself. The system's own look-up holds one of the process's four threads while a name server is
 * silent, and with them whatever else reads or looks up.
 */
export function byNameServers(): Resolve {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const asked = [
    [4, promisify(resolver.resolve4.bind(resolver)) as (hostname: string) => Promise<string[]>],
    [6, promisify(resolver.resolve6.bind(resolver)) as (hostname: string) => Promise<string[]>],
  ] as const;
  return async (hostname) => {
    const answers = await Promise.allSettled(asked.map(([, ask]) => ask(hostname)));
    const found = answers.flatMap((answer, index) =>
      answer.status === 'fulfilled'
        ? answer.value.map((address): LookupAddress => ({ address, family: asked[index]?.[0] ?? 4 }))
        : [],
    );
    const [failed] = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason as Error] : [],
    );
    if (found.length === 0 && failed !== undefined) throw failed;
    return found;
  };
}

/**
 * What a connection asks for its addresses: the name is resolved once, and the connection goes to the very addresses
 * that were looked at, so a name that answers otherwise the next time changes nothing. One address that is not allowed
 * refuses the name.
 */
export function checkedLookup(resolve: Resolve, allowed: AllowedPlaces | 'any'): LookupFunction {
  return (hostname, options, answer) => {
    const wanted = options.family === 4 || options.family === 6 ? options.family : 0;
    void looked(resolve, hostname, allowed).then(
      (all) => {
        const fitting = all.filter(({ family }) => wanted === 0 || family === wanted);
        const [first] = fitting;
        if (first === undefined) answer(noAddress(hostname), options.all === true ? [] : '');
        else if (options.all === true) answer(null, [...fitting]);
        else answer(null, first.address, first.family);
      },
      (error: unknown) => answer(error as NodeJS.ErrnoException, options.all === true ? [] : ''),
    );
  };
}

async function looked(resolve: Resolve, hostname: string, allowed: AllowedPlaces | 'any') {
  const all = await resolve(hostname);
  const refused =
    allowed === 'any'
      ? undefined
      : all.find(({ address }) => isIP(address) === 0 || !isAllowedAddress(address, allowed));
  if (refused !== undefined) throw new AddressNotAllowed(hostname, refused.address);
  return all;
}

const noAddress = (hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
