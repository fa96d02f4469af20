import type { CommandRefused, ProblemName } from '@contracts';
import { type Clock, FewLines, type Log, type Metrics } from '@runtime';
import { refusalsOfRegistration } from './registered.policy';

/** Systems that the numbers of a process tell apart. */
const systemsMax = 200;

const ofRegistration: readonly ProblemName[] = refusalsOfRegistration;

interface RefusedParts {
  readonly metrics: Pick<Metrics, 'refusedCommands'>;
  readonly log: Pick<Log, 'debug' | 'info' | 'warn'>;
  readonly clock: Clock;
  /** Has the directory told, which tells the owner and operators. */
  tell(refused: CommandRefused): void;
}

interface Refused {
  /** Absent where the subject names none. */
  readonly systemId?: string | undefined;
  readonly operation: string;
  readonly problem: ProblemName;
}

/** Counts commands over the bus that were refused, and tells few of them; nothing of what was said. */
export class RefusedFromBus {
  private readonly known = new Set<string>();
  private readonly lines: FewLines<string>;

  constructor(
    private readonly parts: RefusedParts,
    nowMs?: () => number,
  ) {
    this.lines = new FewLines(nowMs);
  }

  take({ systemId, operation, problem }: Refused): void {
    const system = problem === 'system:not-connected' ? 'unknown' : this.labelOf(systemId);
    this.parts.metrics.refusedCommands.inc({ system, problem });
    const isFlood = problem === 'request:too-many-requests';
    const line = this.lines.next(`${system} ${problem}`);
    if (line !== undefined) {
      const level = isFlood ? 'debug' : ofRegistration.includes(problem) ? 'warn' : 'info';
      this.parts.log[level]({ systemId, operation, problem, ...line }, 'a command over the bus was refused');
    }
    if (systemId !== undefined && !isFlood) {
      this.parts.tell({ systemId, problem, operation, at: this.parts.clock.now() });
    }
  }

  private labelOf(systemId: string | undefined): string {
    if (systemId === undefined) return 'unknown';
    if (!this.known.has(systemId) && this.known.size === systemsMax) return 'other';
    this.known.add(systemId);
    return systemId;
  }
}
