import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { type Observable, of } from 'rxjs';
import { passesByWaiting, type Refused, refusedBy } from '@contracts';
import { Log } from './log';
import { MalformedMessage } from './malformed-message';

const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && (value as Refused).ok === false && 'refused' in value;

/** What an error thrown while a message was handled is answered with. */
function refusalOf(error: unknown): Refused {
  if (error instanceof MalformedMessage) return refusedBy('request', 'malformed', error.errors);
  if (error instanceof RpcException) {
    const inner = error.getError();
    if (isRefused(inner)) return inner;
  }
  return refusedBy('service', passesByWaiting(error) ? 'unavailable' : 'failed');
}

/** Nest answers an error over NATS with "Internal server error"; this answers each with a reply, which is a value. */
@Catch()
export class RpcRefusalFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): Observable<Refused> {
    const refusal = refusalOf(error);
    const operation = host.switchToRpc().getContext<{ getSubject?(): string }>().getSubject?.();
    if (refusal.context === 'service') {
      const level = refusal.refused === 'unavailable' ? 'warn' : 'error';
      this.log[level]({ operation, err: error }, `${operation ?? 'a message'} could not be handled`);
    }
    return of(refusal);
  }
}
