import type { StoredEvent } from '@adapters/event-store';
import type { RowsWritten } from '@contracts';
import type { Visibility } from '../asking/visibility';
import type { ProjectedEvent } from '../projector/projection';

/** How often is told how far the rows have come, also when nothing was written: what got lost is missed by then. */
export const beatMs = 3_000;

type Concerned = Pick<RowsWritten, 'documents' | 'agencies'>;

/** Whom a fact concerns. */
function concernedBy({ data }: Pick<StoredEvent | ProjectedEvent, 'data'>): Concerned {
  const { documentId, to, successors } = data as Readonly<Record<string, unknown>>;
  const heirs = Array.isArray(successors) ? successors.filter((each) => typeof each === 'string') : [];
  if (typeof documentId !== 'string') return { documents: [], agencies: heirs };
  return { documents: [documentId], agencies: typeof to === 'string' ? [to] : [] };
}

/**
 * Tells all processes of this house what was written into the rows, by whoever writes them: one piece of news for a
 * batch, each beginning where the one before ended. Open streams wait for it, and ask for nothing meanwhile.
 */
export class RowsNews {
  private told = -1n;
  private beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly visibility: Pick<Visibility, 'tokens'>,
    /** Tells whoever listens now. */
    private readonly tell: (news: RowsWritten) => void,
  ) {}

  /** This process writes from now on; the rows stand at a position. */
  begin(position: bigint): void {
    this.end();
    this.told = position;
    this.say(position, []);
    this.beat = setInterval(() => this.say(this.told, []), beatMs).unref();
  }

  /** Another process may write from now on. */
  end(): void {
    clearInterval(this.beat);
  }

  /** Told after the transaction, so that whoever asks finds the rows. */
  written(events: readonly StoredEvent[], upTo: bigint): void {
    this.say(upTo, events);
  }

  private say(upTo: bigint, events: readonly StoredEvent[]): void {
    const token = this.visibility.tokens();
    const at = (commit: bigint): string => token(commit < 0n ? 0n : commit);
    const concerned = events.map(concernedBy);
    this.tell({
      after: at(this.told),
      through: at(upTo),
      documents: [...new Set(concerned.flatMap(({ documents }) => documents))],
      agencies: [...new Set(concerned.flatMap(({ agencies }) => agencies))],
    });
    this.told = upTo;
  }
}
