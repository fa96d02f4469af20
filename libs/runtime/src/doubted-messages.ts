import type { Doubt } from '@contracts';
import { FewLines } from './few-lines';
import type { Log } from './log';
import type { Metrics } from './metrics';

/** What an operator looks at first. */
const advice: Readonly<Record<Doubt, string>> = {
  unsigned: 'somebody speaks on the bus without a key: an older release, or a stranger',
  'unknown-key': 'the file of the keys of the bus is another one there, or only one side has read it again',
  'wrong-signature': 'the key is another one there, or the message was changed on its way',
  expired: 'it was on its way for too long, or the clocks differ',
  'from-the-future': 'the clocks differ',
  'signer-may-not': 'its sender asks what is not its to ask',
};

/** Counts what is refused because nobody proved to have sent it, and tells few of them; nothing of what was said. */
export class DoubtedMessages {
  private readonly lines = new FewLines<Doubt>();

  constructor(
    private readonly metrics: Metrics,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  readonly doubted = (operation: string, reason: Doubt): void => {
    this.metrics.doubtedMessages.inc({ operation, reason });
    const line = this.lines.next(reason);
    if (line === undefined) return;
    this.log.warn({ operation, reason, ...line }, `a message on ${operation} was refused: ${advice[reason]}`);
  };
}
