import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { House } from './house';

const root = resolve(__dirname, '..', '..');

/** The blocks of a page that follow `<!-- walk -->`, in order: what a newcomer types; or another mark. */
export async function walkOf(page: string, mark = 'walk'): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8');
  const blocks = text.matchAll(new RegExp(`<!-- ${mark} -->\\n+\`\`\`sh\\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...blocks].map((match) => match[1] as string);
}

const waiting = '--- the terminal waits';

export interface Typing {
  readonly port: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What happens where the script has `pauseInWalk`, given what was printed; the shell goes on with the line. */
  readonly meanwhile?: (printed: string) => Promise<string>;
}

/** Stands between two blocks: the terminal stays as it is while something else happens. */
export const pauseInWalk = `echo; echo '${waiting}'; read -r MEANWHILE <&3; eval "$MEANWHILE"\n`;

/** Runs a shell script to its end, stopping at the first command that fails, and resolves what it printed. */
export function typed(script: string, { port, env = {}, meanwhile }: Typing): Promise<string> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...process.env, LIENTHONG_PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const output = shell.stdout as Readable;
  const complaints = shell.stderr as Readable;
  const answers = shell.stdio[3] as Writable;
  let printed = '';
  let complained = '';
  complaints.setEncoding('utf8').on('data', (chunk: string) => (complained += chunk));
  return new Promise((resolveOutput, reject) => {
    const goOn = (line: string): void => void answers.write(`${line}\n`);
    let hasWaited = false;
    output.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (hasWaited || !printed.includes(`${waiting}\n`)) return;
      hasWaited = true;
      (meanwhile?.(printed.replace(`\n${waiting}\n`, '')) ?? Promise.resolve('')).then(
        goOn,
        (error: Error) => {
          shell.kill();
          reject(error);
        },
      );
    });
    shell.once('close', (code) =>
      code === 0
        ? resolveOutput(printed)
        : reject(new Error(`the walk ended with ${code}: ${printed}${complained}`)),
    );
  });
}

/** What each block printed, of those that came to their end. */
export const blocksIn = (printed: string): string[] => printed.split(/\n--- end of block \d+\n/);

/** `npm start` on a folder of its own, and what was typed into a shell beside it. */
export class Walk {
  private constructor(
    readonly folder: string,
    public house: House,
    readonly port: string,
  ) {}

  static async begin(): Promise<Walk> {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-walk-'));
    const house = new House({ args: ['--port', '0', '--data', join(folder, 'data')] });
    const [, address] = await house.printed(/(http:\/\/127\.0\.0\.1:\d+)/);
    await house.printed(/Ctrl-C/);
    return new Walk(folder, house, new URL(address as string).port);
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  /** Types the blocks one after the other into one shell, and resolves what each printed. */
  async type(blocks: readonly string[], typing: Omit<Typing, 'port'> = {}): Promise<string[]> {
    const marked = blocks.map((block, index) =>
      block === pauseInWalk ? block : `${block}\necho; echo '--- end of block ${index}'\n`,
    );
    const file = join(this.folder, 'walk.sh');
    await writeFile(file, marked.join('\n'));
    const printed = await typed(`source ${file}`, { port: this.port, ...typing });
    return blocksIn(printed.replace(`\n${waiting}\n`, ''));
  }

  /** Ends the house, and starts it again at the same port. */
  async restart({
    data = this.data,
    env = {},
  }: { data?: string; env?: NodeJS.ProcessEnv } = {}): Promise<void> {
    this.house.signal('SIGINT');
    await this.house.end();
    this.house = new House({ args: ['--data', data, '--port', this.port], env });
    await this.house.printed(/Ctrl-C/);
  }

  async end(): Promise<void> {
    this.house.signal('SIGINT');
    await this.house.end();
    await this.house.clear();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The last JSON object a block printed. */
export function answerIn<T>(printed: string | undefined): T {
  const text = printed ?? '';
  return JSON.parse(text.slice(text.lastIndexOf('\n{') + 1).trim()) as T;
}
