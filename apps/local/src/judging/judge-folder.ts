import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TrustFile, Verdict } from '@proofs/signatures';
import { wordsOfFinding, wordsOfStatus } from '@proofs/signatures/finding-words';
import type { FileJudged, FileToJudge, JudgeSettings } from './judge-thread';

/** One line for each signature; for a file without one, or that cannot be read, one that says so. */
export interface JudgedLine {
  /** Path below the folder. */
  readonly file: string;
  /** Its place among the signatures of the file, from 0; null for what is said of the whole file. */
  readonly signature: number | null;
  readonly status: Verdict['status'] | 'unsigned' | 'unread';
  readonly findings: readonly string[];
  readonly form?: Verdict['evidence']['form'];
  readonly signedAt?: Verdict['evidence']['signedAt'];
  readonly covered?: Verdict['evidence']['covered'];
  /** The status and what each finding means, for an official. */
  readonly words: { readonly en: string; readonly vi: string };
}

export interface JudgeOptions extends JudgeSettings {
  /** For one file; what takes longer is told as too large. */
  readonly deadlineMs: number;
  readonly memoryMib: number;
}

const signature = /\.(?:pdf|p7s|p7m|cms)$/i;
const detached = /\.(?:p7s|p7m|cms)$/i;

/**
 * Judges every PDF and every detached signature of a folder and those in it, in the order of their names, in a thread
 * of its own: no file ends the run, whatever is in it. A signature `a.pdf.p7s` is of `a.pdf` beside it.
 */
export async function* judgeFolder(folder: string, options: JudgeOptions): AsyncGenerator<JudgedLine> {
  const thread = new JudgingThread(options);
  try {
    for await (const path of filesIn(folder, '')) {
      const whole = join(folder, path);
      const beside = detached.test(path) ? await contentBeside(whole) : undefined;
      yield* linesOf(path, await thread.judge({ path: whole, beside }));
    }
  } finally {
    await thread.close();
  }
}

/** What the tool is to trust: the files of one folder. */
export async function trustFilesIn(folder: string): Promise<readonly TrustFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

async function* filesIn(folder: string, below: string): AsyncGenerator<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((): Dirent[] => []);
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) yield* filesIn(folder, path);
    else if (entry.isFile() && signature.test(entry.name)) yield path;
  }
}

async function contentBeside(path: string): Promise<string | undefined> {
  const content = path.replace(detached, '');
  const names = await readdir(join(path, '..')).catch((): string[] => []);
  return names.includes(basename(content)) ? content : undefined;
}

type Outcome = FileJudged | { readonly failed: string };

/** One file after the other; a thread that takes too long or too much memory is replaced. */
class JudgingThread {
  private worker: Worker | undefined;

  constructor(private readonly options: JudgeOptions) {}

  async judge(file: FileToJudge): Promise<Outcome> {
    const worker = (this.worker ??= this.started());
    const outcome = await new Promise<Outcome>((resolve) => {
      const timer = setTimeout(() => resolve({ tooLarge: true }), this.options.deadlineMs);
      const settle = (told: Outcome) => {
        clearTimeout(timer);
        resolve(told);
      };
      worker.removeAllListeners('message').removeAllListeners('error');
      worker.on('message', settle).on('error', (error: NodeJS.ErrnoException) => {
        const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        settle(isTooLarge ? { tooLarge: true } : { failed: String(error) });
      });
      worker.postMessage(file);
    });
    if (!('verdicts' in outcome)) await this.close();
    return outcome;
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }

  private started(): Worker {
    const { trust, checkedAt, memoryMib } = this.options;
    return new Worker(require.resolve('./judge-thread'), {
      workerData: { trust, checkedAt } satisfies JudgeSettings,
      resourceLimits: { maxOldGenerationSizeMb: memoryMib },
    });
  }
}

function linesOf(file: string, outcome: Outcome): readonly JudgedLine[] {
  if ('failed' in outcome) {
    const words = { en: outcome.failed, vi: `Không đọc được tệp: ${outcome.failed}` };
    return [{ file, signature: null, status: 'unread', findings: [], words }];
  }
  if ('tooLarge' in outcome) return [lineOf(file, null, { status: 'undecided', findings: ['too-large'] })];
  if (outcome.verdicts.length === 0) {
    const words = { en: 'There is no signature in the file.', vi: 'Tệp không có chữ ký số.' };
    return [{ file, signature: null, status: 'unsigned', findings: [], words }];
  }
  return outcome.verdicts.map((verdict, index) => {
    const { form, signedAt, covered } = verdict.evidence;
    return {
      ...lineOf(file, index, verdict),
      form,
      ...(signedAt && { signedAt }),
      ...(covered && { covered }),
    };
  });
}

function lineOf(
  file: string,
  index: number | null,
  { status, findings }: Pick<Verdict, 'status' | 'findings'>,
): JudgedLine {
  const all = [wordsOfStatus(status), ...findings.map(wordsOfFinding)];
  const words = { en: all.map(({ en }) => en).join(' '), vi: all.map(({ vi }) => vi).join(' ') };
  return { file, signature: index, status, findings, words };
}
