import type { Answered } from '@adapters/messaging';
import { callerHeader } from '@contracts';
import { readCaller } from './caller-of';
import type { Log } from './log';
import type { Metrics, Outcome } from './metrics';

const outcomeOf = (reply: unknown): Outcome => {
  const { ok, context, refused } = (reply ?? {}) as { ok?: boolean; context?: string; refused?: string };
  if (ok !== false) return 'ok';
  if (context === 'request' && refused === 'malformed') return 'malformed';
  if (context === 'service') return refused === 'failed' ? 'failed' : 'unavailable';
  return 'refused';
};

/** Counts and times every message and writes one line for it: who asked what, how it ended. Never what was said. */
export class MessageNumbers {
  constructor(
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  readonly answered = ({ subject: operation, headers, reply, seconds }: Answered): void => {
    const outcome = outcomeOf(reply);
    this.metrics.handled(operation, outcome, seconds);
    if (!this.log.isLevelEnabled('debug')) return;
    const { refused, position } = (reply ?? {}) as { refused?: string; position?: string };
    const fields = { ...whoAsked(headers), operation, outcome, refused, position };
    this.log.debug({ ...fields, milliseconds: Math.round(seconds * 1e4) / 10 }, `${operation} ${outcome}`);
  };
}

function whoAsked(headers: Answered['headers']): Record<string, string> {
  try {
    const { correlationId, actor } = readCaller(headers?.get(callerHeader));
    return { correlationId, agency: actor.agency };
  } catch {
    return {};
  }
}
