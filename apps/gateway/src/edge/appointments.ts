import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Requester, ServiceUnavailable } from '@adapters/messaging';
import { type AgencyChanged, type Caller, type OfficerStanding, subjects } from '@contracts';
import { type Role, roles as knownRoles } from '@domain/codes';
import { Problem } from './problem';

export interface OfficerOf {
  readonly agency: string;
  readonly officer: string;
}

/** What the directory said, and whether it was asked for this question. */
export interface Standing extends Pick<OfficerStanding, 'agency'> {
  /** Of the post, those this release knows. */
  readonly roles: readonly Role[];
  readonly isFresh: boolean;
}

type Told = Omit<Standing, 'isFresh'>;

/** An agency that was open on some days, and who was in post there. */
interface Remembered {
  readonly fromDate: string | undefined;
  /** The first day after them. */
  readonly untilDate: string | undefined;
  readonly posts: ReadonlyMap<string, readonly Role[]>;
  readonly askedMs: number;
  /** Of the agency, when the directory was asked. */
  readonly change: number;
}

/** How old a yes may be, counted from when the directory was asked. Milliseconds. */
export interface Believed {
  readonly keptMs: number;
  /** While the directory is away. */
  readonly awayMs: number;
}

export const yesKept: Believed = { keptMs: 5_000, awayMs: 5_000 };
/** Agencies, each with at most 1,000 officers; and single officers of larger ones. */
const rememberedMax = 4_000;
/** Stretches of days remembered of each. */
const stretchesMax = 16;

/**
 * What officers may act as, asked of the directory, which tells of their colleagues at once. Who is in post at an open
 * agency is remembered for at most 5 s and forgotten with the agency's next fact; every no is asked again.
 */
export class Appointments {
  private readonly remembered = new LRUCache<string, readonly Remembered[]>({ max: rememberedMax });
  /** Questions under way, which everybody who asks the same meanwhile waits for. */
  private readonly asking = new Map<string, Promise<Told>>();
  /** Facts heard of each agency. */
  private readonly changes = new Map<string, number>();

  /** The requester waits for 2 s at most. */
  constructor(private readonly requester: Requester) {}

  /** Hears of a fact of an agency. */
  readonly changed = ({ agency }: Partial<AgencyChanged>): void => {
    if (typeof agency === 'string') this.changes.set(agency, this.changeOf(agency) + 1);
  };

  /**
   * What an officer may act as on a local date.
   * @throws Problem 503 while the directory is away
   */
  async of(who: OfficerOf, onDate: string, { keptMs, awayMs } = yesKept): Promise<Standing> {
    const known = this.rememberedOf(who, onDate);
    if (known !== undefined && known.ageMs < keptMs) return { ...known.standing, isFresh: false };
    try {
      return { ...(await this.ask(who, onDate)), isFresh: true };
    } catch (error) {
      if (known === undefined || known.ageMs >= awayMs) throw error;
      return { ...known.standing, isFresh: true };
    }
  }

  async stop(): Promise<void> {
    await this.requester.close();
  }

  private async ask(who: OfficerOf, onDate: string): Promise<Told> {
    // A fact heard while the question is under way may have come after its answer was made.
    const asked = `${ofOne(who)} ${onDate} ${this.changeOf(who.agency)}`;
    const underWay = this.asking.get(asked);
    if (underWay !== undefined) return underWay;
    const answer = this.askDirectory(who, onDate).finally(() => this.asking.delete(asked));
    this.asking.set(asked, answer);
    return answer;
  }

  private async askDirectory(who: OfficerOf, onDate: string): Promise<Told> {
    const { agency: code, officer } = who;
    const [askedMs, change] = [performance.now(), this.changeOf(code)];
    const message = { target: { agency: code }, body: { officer, onDate } };
    try {
      const asked = this.requester.answer<OfficerStanding>(subjects.officerStanding, message, gateway(code));
      const { agency, roles: told, posts, holds } = await asked;
      const inPost = Object.entries(posts ?? { [officer]: told }).map(
        ([each, roles]) => [each, roles.filter(isKnown)] as const,
      );
      const { fromDate, untilDate } = holds ?? { fromDate: onDate, untilDate: dayAfter(onDate) };
      const days = { fromDate, untilDate, posts: new Map(inPost), askedMs, change };
      for (const key of [code, ofOne(who)]) this.forget(key, onDate);
      if (agency === 'open') this.remember(posts === undefined ? ofOne(who) : code, days);
      return { agency, roles: told.filter(isKnown) };
    } catch (error) {
      // Nothing was begun, so that even a lost answer leaves nothing in doubt.
      if (error instanceof ServiceUnavailable) throw new Problem('service:unavailable', { cause: error });
      throw error;
    }
  }

  private forget(key: string, onDate: string): void {
    const others = this.remembered.get(key)?.filter((each) => !covers(each, onDate)) ?? [];
    if (others.length === 0) this.remembered.delete(key);
    else this.remembered.set(key, others);
  }

  private remember(key: string, days: Remembered): void {
    this.remembered.set(key, [days, ...(this.remembered.get(key) ?? [])].slice(0, stretchesMax));
  }

  /** Nothing when it is not known, or not that the officer may do anything. */
  private rememberedOf(who: OfficerOf, onDate: string) {
    const { agency, officer } = who;
    const known = [agency, ofOne(who)]
      .flatMap((key) => this.remembered.get(key) ?? [])
      .find((each) => each.change === this.changeOf(agency) && covers(each, onDate));
    const roles = known?.posts.get(officer) ?? [];
    if (known === undefined || roles.length === 0) return undefined;
    return { standing: { agency: 'open', roles } as const, ageMs: performance.now() - known.askedMs };
  }

  private changeOf(agency: string): number {
    return this.changes.get(agency) ?? 0;
  }
}

/** The name of what is remembered of one officer of an agency that has too many. */
const ofOne = ({ agency, officer }: OfficerOf): string => `${agency} ${officer}`;

/** Dates are compared as text. */
const covers = ({ fromDate, untilDate }: Remembered, date: string): boolean =>
  (fromDate === undefined || fromDate <= date) && (untilDate === undefined || date < untilDate);

const dayMs = 24 * 60 * 60 * 1_000;
const dayAfter = (date: string): string => new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);

const isKnown = (role: string): role is Role => (knownRoles as readonly string[]).includes(role);

/** In whose name the gateway asks: nobody's who wants to come in. */
const gateway = (agency: string): Caller => ({
  actor: { agency, officer: 'System', role: 'System' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'http',
});
