import type { ParkedEvent } from '@adapters/event-store';
import type { Readiness } from './health';

/** Facts that everything else rests on: who is who, and which store this is. */
const reliedOn = /^(agency|installation)-/;

/** What health tells of streams that were set aside. Others go on meanwhile, unless all of them rest on such a one. */
export function parkedDetails(
  followers: readonly { readonly name: string; readonly all: readonly Pick<ParkedEvent, 'stream'>[] }[],
): Readiness {
  const details = Object.fromEntries(followers.map(({ name, all }) => [`${name}.parked`, all.length]));
  return { ready: !followers.some(({ all }) => all.some(({ stream }) => reliedOn.test(stream))), details };
}
