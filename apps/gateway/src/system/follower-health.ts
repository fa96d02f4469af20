import type { Readiness } from '@runtime';

/** What follows the facts from the store and does something with them, in one service. */
export interface FollowerHealth {
  readonly service: string;
  readonly name: string;
  /** `catching-up live waiting stopped`. */
  readonly state: string;
  /** Age of the fact it is at, milliseconds; 0 when it has reached the end. */
  readonly lagMs: number;
  readonly parked?: number;
  readonly problem?: string;
}

/** The stream of public facts. */
export interface JetStreamHealth {
  readonly stream: 'PUBLIC';
  readonly messages: number;
  readonly bytes: number;
  /** -1 when there is no limit. */
  readonly bytesMax: number;
  readonly consumers: number;
  readonly replicas: number;
  readonly answerAgeMs: number;
}

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
