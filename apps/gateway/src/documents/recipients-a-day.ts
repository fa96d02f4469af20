import type { AgenciesTold, Caller } from '@contracts';
import type { Configuration, Metrics } from '@runtime';
import { Problem } from '../edge/problem';
import { type Counted, Takers } from '../edge/takers';

const daySeconds = 24 * 60 * 60;
const secondMs = 1_000;

/**
 * How many recipients an agency issues documents to, and tells of recalls and updates. Every one is a public fact in
 * the stream that all agencies share and that keeps facts for seven days: one agency alone must not fill it, or the
 * relay waits for everybody.
 */
export class RecipientsADay {
  private readonly agencies: Takers;

  constructor(
    { agencyRecipientsPerDay: perDay }: Pick<Configuration, 'agencyRecipientsPerDay'>,
    private readonly metrics: Pick<Metrics, 'refusedRequests'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.agencies = new Takers({ atOnceMax: 0, perSecond: perDay / daySeconds, burst: perDay });
  }

  /**
   * Issues to so many; what is not issued in the end does not count. Imports are free: they bring what was issued long
   * ago, at the pace of their operator.
   * @throws Problem `document:too-many-recipients-today`, and what `issue` throws.
   */
  async counting<T>({ actor }: Caller, amount: number, issue: () => Promise<T>): Promise<T> {
    if (actor.role === 'Importer') return issue();
    const counted = { rate: true, atOnce: false, amount };
    this.assertRoom(actor.agency, counted);
    this.agencies.take(actor.agency, this.nowMs(), counted);
    try {
      return await issue();
    } catch (error) {
      this.agencies.giveBack(actor.agency, amount);
      throw error;
    }
  }

  /**
   * Orders something about what was issued, a recall or an update; its answer tells how many agencies it reached, and
   * so many are counted, to be made up for before the next order when they were more than were left.
   * @throws what `counting` throws.
   */
  async countingTold<T extends AgenciesTold>({ actor }: Caller, order: () => Promise<T>): Promise<T> {
    if (actor.role === 'Importer') return order();
    const counted = { rate: true, atOnce: false } as const;
    this.assertRoom(actor.agency, counted);
    const answer = await order();
    this.agencies.take(actor.agency, this.nowMs(), { ...counted, amount: answer.told, mayOwe: true });
    return answer;
  }

  private assertRoom(agency: string, counted: Counted): void {
    const refusal = this.agencies.refusal(agency, this.nowMs(), counted);
    if (refusal === undefined) return;
    this.metrics.refusedRequests.inc({ who: 'agency', reason: 'recipients' });
    const seconds = String(Math.ceil(refusal.retryAfterMs / secondMs));
    throw new Problem('document:too-many-recipients-today', { headers: { 'retry-after': seconds } });
  }
}
