import { knownHistory, renewHistory } from '@adapters/event-store';
import type { HistoryKnown, HistoryRenewedNow, RenewHistoryBody } from '@contracts';
import type { ServiceContext } from '@runtime';

/** Owner of `installation-1` once it is opened: which history of its store the house works on. */
export class HistoryKeeper {
  constructor(private readonly context: Pick<ServiceContext, 'store' | 'clock' | 'log'>) {}

  async known(): Promise<HistoryKnown> {
    const { store } = this.context;
    const { history } = await knownHistory(store);
    return { ...history, head: String(await store.headPosition()) };
  }

  /** `key` names the occasion, which is recorded once. @throws HistoryNotRenewed */
  async renew({ after = '0', lost, reason }: RenewHistoryBody, key: string): Promise<HistoryRenewedNow> {
    const { store, clock, log } = this.context;
    const command = { after, at: clock.now(), ...(lost === undefined ? {} : { lost }) };
    const outcome = await renewHistory(store, command, key);
    if (outcome.renewed) log.warn({ ...outcome, after, lost, reason }, 'the history was renewed');
    return outcome;
  }
}
