import {
  type EventPlace,
  type EventStore,
  HistoryLost,
  placeOf,
  type StoredEvent,
  transact,
  UnreadableHistory,
} from '@adapters/event-store';
import type { Metadata } from '@contracts';
import {
  calendar,
  calendarOf,
  type CalendarRevision,
  type CalendarSeed,
  type CalendarState,
  calendarStream,
  type PublishedCalendar,
  seededDays,
  tableOf,
  type WorkCalendar,
} from '@domain/calendar';
import { canonicalHash } from './canonical-json';
import { type Configuration, ConfigurationInvalid } from './configuration.config';
import { settings } from './configuration-table.config';
import { idOf } from './ids';
import type { Log } from './log';

interface CalendarParts {
  readonly store: EventStore;
  readonly log: Pick<Log, 'info' | 'error'>;
}

const agenciesMax = 1_000;

/**
 * The work calendar of this installation as it stands, one for each process. It is published at the first start of the
 * store, from the shipped table and the settings; what is revised later is heard by following its stream.
 */
export class CurrentCalendar {
  private readonly ending = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private ofAll: WorkCalendar;
  private readonly ofAgencies = new Map<string, WorkCalendar>();

  private constructor(
    private readonly parts: CalendarParts,
    private state: PublishedCalendar,
    private last: EventPlace | undefined,
  ) {
    this.ofAll = calendarOf(tableOf(state));
  }

  /**
   * Many processes may do so at once: the first one publishes. `at` is now.
   * @throws ConfigurationInvalid naming every setting that says something else than the calendar began with;
   * RangeError when the settings of a first start make no calendar; StoreUnavailable, UnreadableHistory
   */
  static async open(
    parts: CalendarParts,
    configuration: Configuration,
    at: string,
  ): Promise<CurrentCalendar> {
    const { events } = await parts.store.readStream(calendarStream);
    const state = events.reduce<CalendarState>(after, calendar.decider.initial);
    if (state.status === 'absent') {
      await publish(parts.store, configuration, at);
      return CurrentCalendar.open(parts, configuration, at);
    }
    const stale = staleSettings(state.seed, configuration);
    if (stale.length > 0) throw new ConfigurationInvalid(stale);
    const last = events.at(-1);
    return new CurrentCalendar(parts, state, last && placeOf(last));
  }

  /** As it stands, without closures of single agencies. */
  get now(): WorkCalendar {
    return this.ofAll;
  }

  /** Which version that is, and the decision it rests on. */
  get revision(): CalendarRevision {
    const newest = this.state.versions.at(-1);
    return { version: newest?.version ?? 1, source: newest?.source ?? '' };
  }

  /** As it stands for one agency. */
  of(agency: string): WorkCalendar {
    const known = this.ofAgencies.get(agency);
    if (known !== undefined) return known;
    const own = calendarOf(tableOf(this.state), { agency });
    if (this.ofAgencies.size >= agenciesMax) this.ofAgencies.clear();
    this.ofAgencies.set(agency, own);
    return own;
  }

  /** Hears of revisions from now on. */
  follow(): void {
    this.following = this.heard();
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.following;
  }

  private async heard(): Promise<void> {
    const { store, log } = this.parts;
    const { signal } = this.ending;
    const start = this.last === undefined ? {} : { after: this.last };
    try {
      for await (const stored of store.subscribeStream(calendarStream, { ...start, signal })) {
        const state = after(this.state, stored);
        if (state.status === 'absent') continue;
        this.state = state;
        this.ofAll = calendarOf(tableOf(state));
        this.ofAgencies.clear();
        const { calendarVersion } = this.ofAll;
        log.info({ version: state.versions.length, calendarVersion }, 'the work calendar was revised');
      }
    } catch (error) {
      // A store with another history ends the process anyway.
      if (signal.aborted || error instanceof HistoryLost) return;
      log.error({ err: error as Error }, 'the work calendar stands still: a revision cannot be read');
    }
  }
}

function after(state: CalendarState, stored: StoredEvent): CalendarState {
  const { stream, revision, type } = stored;
  const event = calendar.codec.decode(stored);
  if (typeof event === 'string') throw new UnreadableHistory(stream, revision, type, event);
  return calendar.decider.evolve(state, event);
}

async function publish(store: EventStore, configuration: Configuration, at: string): Promise<void> {
  const { workingHours, closures, calendarWithout } = configuration;
  const seed = { workingHours, closures, calendarWithout };
  const command = { type: 'PublishCalendar', ...seededDays(seed), seed, at } as const;
  const commandId = idOf('calendar', calendarStream, 'publish');
  const meta: Metadata = {
    v: 1,
    commandId,
    commandHash: canonicalHash(command),
    $correlationId: commandId,
    $causationId: commandId,
    actor: { agency: 'System', officer: 'System', role: 'System' },
    source: 'reactor',
  };
  await transact(store, calendar, calendarStream, command, meta);
}

/** A setting that stands at its default says nothing; another one says what the calendar began with. */
function staleSettings(seed: CalendarSeed, configuration: Configuration): readonly string[] {
  const names = ['workingHours', 'closures', 'calendarWithout'] as const;
  return names.flatMap((name) => {
    const [said, seeded] = [String(configuration[name]), String(seed[name])];
    if (said === seeded || said === String(settings[name].absent)) return [];
    return [
      `${settings[name].name} ("${said}") is not what the work calendar began with ("${seeded}"): ` +
        'it is read at the first start only; remove it, and revise the calendar with POST /calendar/revisions',
    ];
  });
}
