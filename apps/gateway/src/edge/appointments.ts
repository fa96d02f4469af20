import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { notices, subjects, type AgencyChanged, type Caller, type OfficerStanding } from '@contracts';
import { roles as knownRoles, type Role } from '@domain/codes';
import { hear, Requester, ServiceUnavailable, type NatsConnection } from '@adapters/messaging';
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

interface Remembered {
  readonly standing: Omit<Standing, 'isFresh'>;
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
const rememberedMax = 20_000;

/**
 * What officers may act as, asked of the directory. An officer in post at an open agency is remembered for at most
 * 5 s and forgotten with the agency's next fact; every no is asked again.
 */
export class Appointments {
  private readonly remembered = new LRUCache<string, Remembered>({ max: rememberedMax });
  /** Questions under way, which everybody who asks the same meanwhile waits for. */
  private readonly asking = new Map<string, Promise<Remembered['standing']>>();
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
    const key = `${who.agency} ${who.officer} ${onDate}`;
    const known = this.rememberedOf(key, who.agency);
    if (known !== undefined && ageMs(known) < keptMs) return { ...known.standing, isFresh: false };
    try {
      return { ...(await this.ask(key, who, onDate)), isFresh: true };
    } catch (error) {
      if (known === undefined || ageMs(known) >= awayMs) throw error;
      return { ...known.standing, isFresh: true };
    }
  }

  async stop(): Promise<void> {
    await this.requester.close();
  }

  private async ask(key: string, who: OfficerOf, onDate: string): Promise<Remembered['standing']> {
    // A fact heard while the question is under way may have come after its answer was made.
    const asked = `${key} ${this.changeOf(who.agency)}`;
    const underWay = this.asking.get(asked);
    if (underWay !== undefined) return underWay;
    const answer = this.askDirectory(key, who, onDate).finally(() => this.asking.delete(asked));
    this.asking.set(asked, answer);
    return answer;
  }

  private async askDirectory(key: string, who: OfficerOf, onDate: string): Promise<Remembered['standing']> {
    const [askedMs, change] = [performance.now(), this.changeOf(who.agency)];
    const message = { target: { agency: who.agency }, body: { officer: who.officer, onDate } };
    try {
      const asked = this.requester.answer<OfficerStanding>(
        subjects.officerStanding,
        message,
        gateway(who.agency),
      );
      const { agency, roles } = await asked;
      const standing = { agency, roles: roles.filter(isKnown) };
      const isYes = standing.agency === 'open' && standing.roles.length > 0;
      if (isYes) this.remembered.set(key, { standing, askedMs, change });
      else this.remembered.delete(key);
      return standing;
    } catch (error) {
      // Nothing was begun, so that even a lost answer leaves nothing in doubt.
      if (error instanceof ServiceUnavailable) throw new Problem('service:unavailable', { cause: error });
      throw error;
    }
  }

  private rememberedOf(key: string, agency: string): Remembered | undefined {
    const known = this.remembered.get(key);
    return known?.change === this.changeOf(agency) ? known : undefined;
  }

  private changeOf(agency: string): number {
    return this.changes.get(agency) ?? 0;
  }
}

const ageMs = ({ askedMs }: Remembered): number => performance.now() - askedMs;

const isKnown = (role: string): role is Role => (knownRoles as readonly string[]).includes(role);

/** In whose name the gateway asks: nobody's who wants to come in. */
const gateway = (agency: string): Caller => ({
  actor: { agency, officer: 'System', role: 'System' },
  correlationId: randomUUID(),
  causationId: randomUUID(),
  source: 'http',
});
