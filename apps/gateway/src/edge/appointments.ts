import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { hear, type NatsConnection, Requester, ServiceUnavailable } from '@adapters/messaging';
import { type AgencyChanged, type Caller, notices, type OfficerStanding, subjects } from '@contracts';
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

/** An agency that was open, and who was in post there. */
interface Remembered {
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
/** The directory's answer is a look into memory and one read; who waits longer is told to come back. */
const answerWithinMs = 2_000;
/** Agencies on a date, each with at most 1,000 officers; and single officers of larger ones. */
const rememberedMax = 4_000;

/**
 * What officers may act as, asked of the directory, which tells of their colleagues at once. Who is in post at an open
 * agency is remembered for at most 5 s and forgotten with the agency's next fact; every no is asked again.
 */
export class Appointments {
  private readonly remembered = new LRUCache<string, Remembered>({ max: rememberedMax });
  /** Questions under way, which everybody who asks the same meanwhile waits for. */
  private readonly asking = new Map<string, Promise<Told>>();
  /** Facts heard of each agency. */
  private readonly changes = new Map<string, number>();
  private readonly requester: Requester;

  constructor(connection: NatsConnection) {
    this.requester = new Requester(connection, { timeoutMs: answerWithinMs });
    hear<AgencyChanged>(connection, notices.agencyChanged, ({ agency }) => {
      if (typeof agency === 'string') this.changes.set(agency, this.changeOf(agency) + 1);
    });
  }

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
    const asked = `${ofOne(who, onDate)} ${this.changeOf(who.agency)}`;
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
      const { agency, roles: told, posts } = await asked;
      const keys = [ofAll(who, onDate), ofOne(who, onDate)];
      const inPost = Object.entries(posts ?? { [officer]: told }).map(
        ([each, roles]) => [each, roles.filter(isKnown)] as const,
      );
      for (const key of keys) this.remembered.delete(key);
      const [key = ''] = posts === undefined ? keys.slice(1) : keys;
      if (agency === 'open') this.remembered.set(key, { posts: new Map(inPost), askedMs, change });
      return { agency, roles: told.filter(isKnown) };
    } catch (error) {
      // Nothing was begun, so that even a lost answer leaves nothing in doubt.
      if (error instanceof ServiceUnavailable) throw new Problem('service:unavailable', { cause: error });
      throw error;
    }
  }

  /** Nothing when it is not known, or not that the officer may do anything. */
  private rememberedOf(who: OfficerOf, onDate: string) {
    const { agency, officer } = who;
    const known = this.remembered.get(ofAll(who, onDate)) ?? this.remembered.get(ofOne(who, onDate));
    if (known?.change !== this.changeOf(agency)) return undefined;
    const roles = known.posts.get(officer) ?? [];
    if (roles.length === 0) return undefined;
    return { standing: { agency: 'open', roles } as const, ageMs: performance.now() - known.askedMs };
  }

  private changeOf(agency: string): number {
    return this.changes.get(agency) ?? 0;
  }
}

/** Names of what is remembered: an agency, or one officer of an agency that has too many. */
const ofAll = ({ agency }: OfficerOf, onDate: string): string => `${agency} ${onDate}`;
const ofOne = (who: OfficerOf, onDate: string): string => `${ofAll(who, onDate)} ${who.officer}`;

const isKnown = (role: string): role is Role => (knownRoles as readonly string[]).includes(role);

/** In whose name the gateway asks: nobody's who wants to come in. */
const gateway = (agency: string): Caller => ({
  actor: { agency, officer: 'System', role: 'System' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'http',
});
