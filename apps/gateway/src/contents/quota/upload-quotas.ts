import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentStore } from '@adapters/content-store';
import { Problem } from '../../edge/problem';

/** The holder of the token with which bytes are sent. */
export interface Sender {
  readonly agency: string;
  readonly officer: string;
}

export interface QuotaParts {
  /** Holds who sent what waits: `<agency>/=<officer>/<agency it was sent for>~<sha256>~<size>`, empty files. */
  readonly folder: string;
  readonly contents: Pick<ContentStore, 'uploadedBy' | 'size'>;
  /** Sizes, as announced, of the uploads in parts that a sender has begun and not ended. */
  readonly unfinishedOf: (sender: Sender) => readonly number[];
  readonly bytesMax: number;
  readonly unfinishedMax: number;
}

/** An upload that was let in. */
export interface UploadUnderWay {
  /** So many bytes are here. @throws Problem when more came than the quota has room for. */
  reached(bytes: number): void;
  end(): void;
}

interface Waiting {
  readonly files: Map<string, number>;
  bytes: number;
  /** How many were left when it was last compared with what lies there. */
  compared: number;
  comparedAtMs: number;
}

/** Of so many files more than at the last time those that wait no longer are looked for. */
const compareEvery = 1_000;
const compareAfterMs = 10_000;
const retryAfter = { unfinished: '60', quota: '600' } as const;

const keyOf = ({ agency, officer }: Sender): string => `${agency}/=${officer}`;

/**
 * What one sender may have waiting and under way. Counted from what lies on the disk, so that a restart forgets
 * nothing; bytes that an accepted command keeps, or that were swept, do not count any more.
 */
export class UploadQuotas {
  private readonly waiting = new Map<string, Promise<Waiting>>();
  private readonly underWay = new Map<string, Set<{ bytes: number }>>();
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly parts: QuotaParts) {}

  /** Lets an upload begin, of so many bytes when they are known. @throws Problem. */
  async begin(sender: Sender, announced = 0): Promise<UploadUnderWay> {
    const key = keyOf(sender);
    const waiting = await this.freshOf(key, announced);
    // From here on nothing is awaited: what is seen is what is taken.
    const unfinished = this.parts.unfinishedOf(sender);
    const under = this.underWay.get(key) ?? new Set<{ bytes: number }>();
    const upload = { bytes: announced };
    const left = (): number => {
      const others = [...under].flatMap((each) => (each === upload ? [] : [each.bytes]));
      const taken = [waiting.bytes, ...this.parts.unfinishedOf(sender), ...others];
      return this.parts.bytesMax - taken.reduce((sum, bytes) => sum + bytes, 0);
    };
    if (left() < announced) throw quotaReached();
    if (unfinished.length + under.size >= this.parts.unfinishedMax) {
      throw new Problem('content:too-many-uploads', { headers: { 'retry-after': retryAfter.unfinished } });
    }
    this.underWay.set(key, under.add(upload));
    return {
      reached: (bytes) => {
        if (bytes > announced && bytes > left()) throw quotaReached();
        upload.bytes = Math.max(announced, bytes);
      },
      end: () => {
        under.delete(upload);
        if (under.size === 0) this.underWay.delete(key);
      },
    };
  }

  /** One at a time for each sender: what the first of them leaves on the disk the next one counts. */
  inTurn<T>(sender: Sender, work: () => Promise<T>): Promise<T> {
    const key = keyOf(sender);
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(work, work);
    this.turns.set(key, turn);
    const forget = () => {
      if (this.turns.get(key) === turn) this.turns.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  }

  /** Whole bytes that wait for a command from now on. */
  async arrived(sender: Sender, agency: string, sha256: string, bytes: number): Promise<void> {
    const key = keyOf(sender);
    const waiting = await this.waitingOf(key);
    const name = `${agency}~${sha256}~${bytes}`;
    if (waiting.files.has(name)) return;
    waiting.files.set(name, bytes);
    waiting.bytes += bytes;
    const folder = join(this.parts.folder, key);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), '');
    if (waiting.files.size > 2 * waiting.compared + compareEvery) await this.compare(key);
  }

  /** Forgets what waits no longer, of every sender. */
  async sweep(): Promise<void> {
    for (const agency of await namesIn(this.parts.folder)) {
      for (const officer of await namesIn(join(this.parts.folder, agency))) {
        await this.compare(`${agency}/${officer}`);
      }
    }
  }

  /** Compared anew where it matters, and not for each of many uploads. */
  private async freshOf(key: string, announced: number): Promise<Waiting> {
    const waiting = await this.waitingOf(key);
    const matters = waiting.bytes + announced > this.parts.bytesMax / 2;
    if (!matters || performance.now() - waiting.comparedAtMs < compareAfterMs) return waiting;
    await this.compare(key);
    return this.waitingOf(key);
  }

  private waitingOf(key: string): Promise<Waiting> {
    const known = this.waiting.get(key);
    if (known !== undefined) return known;
    const reading = this.read(key);
    this.waiting.set(key, reading);
    reading.catch(() => this.waiting.delete(key));
    return reading;
  }

  private async read(key: string): Promise<Waiting> {
    const names = await namesIn(join(this.parts.folder, key));
    const files = new Map(names.map((name) => [name, Number(name.split('~')[2])]));
    return {
      files,
      bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0),
      compared: files.size,
      comparedAtMs: -Infinity,
    };
  }

  private async compare(key: string): Promise<void> {
    const waiting = await this.waitingOf(key);
    for (const [name, bytes] of [...waiting.files]) {
      if (await this.waits(name)) continue;
      await rm(join(this.parts.folder, key, name), { force: true });
      if (waiting.files.delete(name)) waiting.bytes -= bytes;
    }
    waiting.compared = waiting.files.size;
    waiting.comparedAtMs = performance.now();
    if (waiting.files.size === 0) this.waiting.delete(key);
  }

  /** Bytes that are kept are one file with those that were sent: they take no room any more. */
  private async waits(name: string): Promise<boolean> {
    const [agency = '', sha256 = ''] = name.split('~');
    const { contents } = this.parts;
    return (
      (await contents.uploadedBy(agency, sha256)) !== undefined && (await contents.size(sha256)) === undefined
    );
  }
}

const quotaReached = () =>
  new Problem('content:quota-reached', { headers: { 'retry-after': retryAfter.quota } });

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
