import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { callerHeader } from '@contracts';
import { readCaller } from './caller-of';
import type { Log } from './log';
import type { Metrics, Outcome } from './metrics';
import { refusalOf } from './rpc-refusal.filter';

interface MessageContext {
  getSubject(): string;
  getHeaders(): { get(name: string): string } | undefined;
}

const outcomeOf = (reply: unknown): Outcome => {
  const { ok, context, refused } = reply as { ok?: boolean; context?: string; refused?: string };
  if (ok !== false) return 'ok';
  if (context === 'request' && refused === 'malformed') return 'malformed';
  if (context === 'service') return refused === 'unavailable' ? 'unavailable' : 'failed';
  return 'refused';
};

/** Counts and times every message and writes one line for it: who asked what, how it ended. Never what was said. */
export class MessageInterceptor implements NestInterceptor {
  constructor(
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  intercept(host: ExecutionContext, next: CallHandler): Observable<unknown> {
    const context = host.switchToRpc().getContext<MessageContext>();
    const started = process.hrtime.bigint();
    const finish = (reply: unknown) => this.record(context, reply, started);
    return next.handle().pipe(tap({ next: finish, error: (error: unknown) => finish(refusalOf(error)) }));
  }

  private record(context: MessageContext, reply: unknown, started: bigint): void {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const operation = context.getSubject();
    const outcome = outcomeOf(reply);
    this.metrics.handled(operation, outcome, seconds);
    if (!this.log.isLevelEnabled('debug')) return;
    const { refused, position } = reply as { refused?: string; position?: string };
    const fields = { ...whoAsked(context), operation, outcome, refused, position };
    this.log.debug({ ...fields, milliseconds: Math.round(seconds * 1e4) / 10 }, `${operation} ${outcome}`);
  }
}

function whoAsked(context: MessageContext): Record<string, string> {
  try {
    const { correlationId, actor } = readCaller(context.getHeaders()?.get(callerHeader));
    return { correlationId, agency: actor.agency };
  } catch {
    return {};
  }
}
