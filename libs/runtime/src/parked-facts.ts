import type { ParkedEvent, Parking } from '@adapters/event-store';
import {
  type Caller,
  type CommandReply,
  type KnownHistory,
  type Page,
  type ParkedFact,
  type ParkedQuery,
  type ParkedReplayed,
  type ParkedSkipped,
  type QueryReply,
  refusedBy,
  type ReplayedFacts,
  type ReplayParkedBody,
  type SkipParkedBody,
  type Subject,
} from '@contracts';
import type { Clock } from './clock';
import { commandMeta } from './command-meta';
import { done } from './done';

const rowsByDefault = 50;
/** So that an answer fits into a message, and comes before its asker gives up. */
const [failuresToldMax, reasonCharactersMax, replayMs] = [100, 500, 5_000];

/** Nobody waits for rows of a decision about facts: they are told in the answer. */
const nothingToWaitFor = { position: 0n } as const;

interface Row {
  readonly key: string;
  readonly parking: Parking;
  readonly parked: ParkedEvent;
}

/** Everything this service has set aside, for operators: listed, taken up again, skipped. */
export class ParkedFacts {
  constructor(
    private readonly context: { readonly history: KnownHistory; readonly clock: Clock },
    private readonly parkings: readonly Parking[],
  ) {}

  /** By program, then in the order of the store. @throws StoreUnavailable, ReadStoreUnavailable */
  async list({ actor }: Caller, query: ParkedQuery): Promise<QueryReply<Page<ParkedFact>>> {
    if (actor.role !== 'Operator') return refusedBy('request', 'role-not-allowed');
    const { limit = rowsByDefault, cursor } = query;
    const rows = await this.rowsAfter(cursor);
    const told = rows.slice(0, limit);
    const next = rows.length > limit ? told.at(-1)?.key : undefined;
    const page = { rows: told.map(({ parking, parked }) => ({ program: parking.name, ...toldOf(parked) })) };
    return { ok: true, answer: next === undefined ? page : { ...page, next: cursorOf(next) } };
  }

  /** Until all was tried, five seconds are over or a hundred have failed. @throws those of `list` */
  async replay({ actor }: Caller, body: ReplayParkedBody): Promise<CommandReply<ParkedReplayed>> {
    if (actor.role !== 'Operator') return refusedBy('request', 'role-not-allowed');
    const startedMs = performance.now();
    const programs = new Map<string, ReplayedFacts>();
    const tried = new Set<string>();
    let failures = 0;
    const rows = (await this.rowsAfter(body.cursor)).filter(
      ({ parking, parked }) =>
        (body.program ?? parking.name) === parking.name && (body.stream ?? parked.stream) === parked.stream,
    );
    for (const [index, { key, parking, parked }] of rows.entries()) {
      if (!tried.has(`${parking.name} ${parked.stream}`)) {
        tried.add(`${parking.name} ${parked.stream}`);
        const { replayed, failed } = await parking.replay(parked.stream);
        const before = programs.get(parking.name);
        const told = failed.slice(0, failuresToldMax - failures).map((each) => {
          return { ...toldOf(each.parked), reason: each.reason.slice(0, reasonCharactersMax) };
        });
        failures += told.length;
        programs.set(parking.name, {
          program: parking.name,
          replayed: (before?.replayed ?? 0) + replayed,
          failed: (before?.failed ?? 0) + failed.length,
          failures: [...(before?.failures ?? []), ...told],
        });
      }
      const isEnough = failures >= failuresToldMax || performance.now() - startedMs > replayMs;
      if (isEnough && index < rows.length - 1) return this.answer(programs, cursorOf(key));
    }
    return this.answer(programs);
  }

  /** The decision is recorded first; then the stream goes on without the fact. @throws those of `list` */
  async skip(caller: Caller, subject: Subject, body: SkipParkedBody): Promise<CommandReply<ParkedSkipped>> {
    if (caller.actor.role !== 'Operator') return refusedBy('request', 'role-not-allowed');
    const { program, eventId, reason } = body;
    const parking = this.parkings.find(({ name }) => name === program);
    if (parking === undefined) return refusedBy('parking', 'not-parked');
    const { meta, at } = commandMeta(caller, subject, { target: {}, body }, this.context.clock);
    const outcome = await parking.skip(eventId, { reason, at, meta });
    if ('refused' in outcome) {
      return outcome.refused === 'not-parked'
        ? refusedBy('parking', 'not-parked')
        : refusedBy('parking', 'idempotency-key-reused');
    }
    const { stream, revision, type } = outcome.skipped;
    const answer = { program, eventId, stream, revision: String(revision), type };
    return done(this.context.history, nothingToWaitFor, answer);
  }

  private answer(programs: ReadonlyMap<string, ReplayedFacts>, next?: string): CommandReply<ParkedReplayed> {
    const answer = { programs: [...programs.values()], ...(next === undefined ? {} : { next }) };
    return done(this.context.history, nothingToWaitFor, answer);
  }

  private async rowsAfter(cursor: string | undefined): Promise<readonly Row[]> {
    const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
    const rows: Row[] = [];
    for (const parking of this.parkings) {
      for (const parked of await parking.list()) rows.push({ key: keyOf(parking, parked), parking, parked });
    }
    return rows.filter(({ key }) => key > after).sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

const keyOf = ({ name }: Parking, { position, eventId }: ParkedEvent): string =>
  `${name} ${String(position).padStart(20, '0')} ${eventId}`;

const cursorOf = (key: string): string => Buffer.from(key).toString('base64url');

const toldOf = ({ eventId, stream, revision, type, reason, parkedAt }: ParkedEvent) => ({
  ...{ eventId, stream, revision: String(revision), type, parkedAt },
  reason: reason.slice(0, reasonCharactersMax),
});
