import type { EventPlace } from '@adapters/event-store';
import type { KnownWebhook } from '@domain/webhook';
import type { FeedEntry } from '../agency-feed';
import type { CursorRow } from '../webhook-rows';

/** One webhook that something is sent to: what is known of it, and where it stands. */
export class Lane {
  host: string;
  /** Nothing before it was found out where it stands. */
  cursor: CursorRow | undefined;
  /** Read ahead, oldest first. */
  page: readonly FeedEntry[] = [];
  /** Number of the newest message when it was read ahead last; 0 when there was none to read. */
  end = 0;
  /** There may be messages since it was read ahead last. */
  hasNews = true;
  /** Something was recorded while it was worked on. */
  again = false;
  /** Not before this instant, milliseconds since 1970. */
  dueMs = 0;
  /** Tries of the present challenge or test. */
  trialTries = 0;
  /** The fact of the last message that was taken, and the one that the store was told of. */
  taken: EventPlace | undefined;
  notedId: string | undefined;
  /** How often in a row no key was found. */
  keyMisses = 0;
  /** Keys that sign, by their ids in a row. */
  keys: { readonly ids: string; readonly buffers: readonly Buffer[] } | undefined;

  constructor(public webhook: KnownWebhook) {
    this.host = hostOf(webhook);
  }

  get webhookId(): string {
    return this.webhook.webhookId;
  }

  get isSuspect(): boolean {
    return (this.cursor?.tries ?? 0) > 0 || this.trialTries > 0;
  }

  /** A challenge or a test is wanted that was not tried to its end. */
  get isTrialDue(): boolean {
    return this.cursor !== undefined && this.cursor.trials < trialsWanted(this.webhook);
  }

  /** There is more than it stands at, as far as is known. */
  get hasMore(): boolean {
    return this.cursor === undefined || this.page.length > 0 || this.hasNews || this.cursor.number < this.end;
  }

  /** Its facts say something new. True when where it stands has to be found out anew. */
  renew(webhook: KnownWebhook): boolean {
    const { starts, runs } = this.cursor ?? { starts: -1, runs: -1 };
    if (webhook.start.times !== this.webhook.start.times) this.taken = undefined;
    // Whoever wants a test looks at it now.
    if (webhook.testsWanted !== this.webhook.testsWanted) [this.dueMs, this.trialTries] = [0, 0];
    this.webhook = webhook;
    this.host = hostOf(webhook);
    const isMoved = starts !== webhook.start.times || runs !== webhook.runs;
    if (isMoved) this.dueMs = 0;
    return isMoved;
  }

  /** From the next message on. */
  moveTo({ message, place }: FeedEntry): void {
    if (this.cursor === undefined) return;
    const { feednumber: number, id: eventId } = message;
    this.cursor = { ...this.cursor, number, eventId, tries: 0, failingSince: null, nextAt: null };
    this.page = this.page.slice(1);
    this.taken = place;
    this.dueMs = 0;
  }
}

/** The challenge of the beginning is one of them. */
export const trialsWanted = ({ testsWanted }: KnownWebhook): number => 1 + testsWanted;

const hostOf = ({ url }: KnownWebhook): string => new URL(url).host;
