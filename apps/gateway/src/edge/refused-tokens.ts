import type { TokenRefusal } from '@adapters/identity';
import type { Log } from '@runtime';

type Check = TokenRefusal['check'] | 'header';

const windowMs = 60_000;
const linesMax = 5;

/**
 * Tells operators which check a token failed, never the token: at most five lines a minute for each check, and with
 * the next one how many there were besides.
 */
export class RefusedTokens {
  private readonly windows = new Map<Check, { sinceMs: number; count: number }>();

  constructor(
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  tell(check: Check, said: string, correlationId: string): void {
    const nowMs = this.nowMs();
    const window = this.windows.get(check) ?? { sinceMs: nowMs, count: 0 };
    const untold = nowMs - window.sinceMs < windowMs ? 0 : Math.max(0, window.count - linesMax);
    const kept = nowMs - window.sinceMs < windowMs ? window : { sinceMs: nowMs, count: 0 };
    kept.count += 1;
    this.windows.set(check, kept);
    if (kept.count > linesMax) return;
    // Every client meets the end of its token several times a day.
    const level = check === 'expired' ? 'info' : 'warn';
    const besides = untold === 0 ? {} : { untold };
    this.log[level]({ correlationId, check, ...besides }, `token refused, ${check}: ${said}`);
  }
}
