import type { FollowerHealth, JetStreamHealth } from '@contracts';
import type { Readiness } from '@runtime';

type Details = Readiness['details'];

const lagField = '.lagMs';

/** Services tell of a follower by its name and fields behind it; that it has a lag is what makes it one. */
export function followersIn(parts: Readonly<Record<string, Readiness>>): FollowerHealth[] {
  return Object.entries(parts).flatMap(([service, { details }]) =>
    Object.keys(details)
      .filter((key) => key.endsWith(lagField))
      .map((key) => followerIn(service, key.slice(0, -lagField.length), details)),
  );
}

function followerIn(service: string, name: string, details: Details): FollowerHealth {
  const { [`${name}.parked`]: parked, [`${name}.problem`]: problem } = details;
  return {
    service,
    name,
    state: String(details[name]),
    lagMs: Number(details[name + lagField]),
    ...(parked === undefined ? {} : { parked: Number(parked) }),
    ...(problem === undefined ? {} : { problem: String(problem) }),
  };
}

const told = ['messages', 'bytes', 'bytesMax', 'consumers', 'replicas', 'answerAgeMs'] as const;

export function jetStreamIn(bus: Readiness | undefined): { readonly jetStream?: JetStreamHealth } {
  const values = told.map((field) => [field, bus?.details[`jetstream.${field}`]] as const);
  if (values.some(([, value]) => value === undefined)) return {};
  const numbers = Object.fromEntries(values) as Record<(typeof told)[number], number>;
  return { jetStream: { stream: 'PUBLIC', ...numbers } };
}
