const windowMs = 60_000;
const linesMax = 5;

/** Which of many equal happenings the log tells: at most five a minute of each kind. */
export class FewLines<Kind> {
  private readonly windows = new Map<Kind, { sinceMs: number; count: number }>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Undefined when this one is not told; else how many were not told in the minute before. */
  next(kind: Kind): { readonly untold?: number } | undefined {
    const nowMs = this.nowMs();
    const window = this.windows.get(kind) ?? { sinceMs: nowMs, count: 0 };
    const isOver = nowMs - window.sinceMs >= windowMs;
    const untold = isOver ? Math.max(0, window.count - linesMax) : 0;
    const kept = isOver ? { sinceMs: nowMs, count: 0 } : window;
    kept.count += 1;
    this.windows.set(kind, kept);
    if (kept.count > linesMax) return undefined;
    return untold === 0 ? {} : { untold };
  }
}
