import type { TokenRefusal } from '@adapters/identity';
import { FewLines, type Log, type Metrics } from '@runtime';

type Check = TokenRefusal['check'] | 'header';

/**
 * Tells operators which check a token failed, never the token: every one is counted, and at most five lines a minute
 * are written for each check, with the next one how many there were besides.
 */
export class RefusedTokens {
  private readonly lines: FewLines<string>;

  constructor(
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly metrics: Pick<Metrics, 'refusedTokens'>,
    nowMs?: () => number,
  ) {
    this.lines = new FewLines(nowMs);
  }

  /** @param of `system` for a token that a connected system signed itself. */
  tell(check: Check, said: string, correlationId: string, of: 'issuer' | 'system' = 'issuer'): void {
    const name = of === 'system' ? `system ${check}` : check;
    this.metrics.refusedTokens.inc({ check: name });
    const line = this.lines.next(name);
    if (line === undefined) return;
    // Every client meets the end of its token several times a day.
    const level = check === 'expired' ? 'info' : 'warn';
    this.log[level]({ correlationId, check: name, ...line }, `token refused, ${name}: ${said}`);
  }
}
