import { type FileHandle, open, readFile } from 'node:fs/promises';

/** What one client knows of one command: `unknown` when it was sent and no answer is known. */
export type Outcome = 'ok' | 'refused' | 'unknown';

/** The fact one accepted command leaves: its kind and its stream, and where it may begin. */
export interface Expected {
  readonly fact: string;
  readonly stream: string;
  /** Streams of which the command may write one first: the book its number comes from. */
  readonly begunIn?: readonly string[];
}

export interface Intent {
  readonly commandId: string;
  readonly operation: string;
}

export interface Sent extends Intent {
  readonly outcome: Outcome;
  readonly expected?: Expected;
}

type Line =
  | ({ readonly what: 'intent' } & Intent)
  | ({ readonly what: 'answer' } & Pick<Sent, 'commandId' | 'outcome' | 'expected'>);

/**
 * What clients sent and were answered, one JSON line each, synced to disk before every send and after every answer: a
 * client that is killed leaves `unknown` behind and loses nothing.
 */
export class ClientLog {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async open(path: string): Promise<ClientLog> {
    return new ClientLog(path, await open(path, 'a'));
  }

  intent(intent: Intent): Promise<void> {
    return this.write({ what: 'intent', ...intent });
  }

  answer(commandId: string, outcome: Outcome, expected?: Expected): Promise<void> {
    return this.write({ what: 'answer', commandId, outcome, ...(expected && { expected }) });
  }

  /** Every command that was ever sent, with the last that is known of it. A torn last line is an answer never had. */
  async read(): Promise<readonly Sent[]> {
    const known = new Map<string, Sent>();
    for (const line of (await readFile(this.path, 'utf8')).split('\n').slice(0, -1)) {
      const { what: _, ...fields } = JSON.parse(line) as Line & Omit<Sent, 'outcome'>;
      const before = known.get(fields.commandId);
      // A repeat that is under way takes nothing back of what was answered before.
      known.set(fields.commandId, { ...(before ?? { outcome: 'unknown' }), ...fields });
    }
    return [...known.values()];
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async write(line: Line): Promise<void> {
    await this.file.write(`${JSON.stringify(line)}\n`);
    await this.file.datasync();
  }
}
