import type { TokenRefusal } from '@adapters/identity';
import { FewLines, type Log } from '@runtime';

type Check = TokenRefusal['check'] | 'header';

/**
 * Tells operators which check a token failed, never the token: at most five lines a minute for each check, and with
 * the next one how many there were besides.
 */
export class RefusedTokens {
  private readonly lines: FewLines<Check>;

  constructor(
    private readonly log: Pick<Log, 'info' | 'warn'>,
    nowMs?: () => number,
  ) {
    this.lines = new FewLines(nowMs);
  }

  tell(check: Check, said: string, correlationId: string): void {
    const line = this.lines.next(check);
    if (line === undefined) return;
    // Every client meets the end of its token several times a day.
    const level = check === 'expired' ? 'info' : 'warn';
    this.log[level]({ correlationId, check, ...line }, `token refused, ${check}: ${said}`);
  }
}
