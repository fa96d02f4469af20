import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import {
  type EventStoreDBClient,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { Chance } from './chance';
import { everything, Follower, oneStream, streamsNamed } from './kill-follower';
import { type Attempt, KillHistory, type Stored, storedOf, tombstoneRevision } from './kill-history';
import { Writer } from './kill-writer';
import { all, builtEntry, connect, loginOf, newFolder, noted, refusal } from './node-under-test';

const writers = 24;
const delayMsMax = 12;
const startMsMax = 400;
const repeatedPerRound = 4;

/** When the node dies: while it starts, or some time after it has acknowledged so many appends. */
type Kill =
  | { readonly while: 'starting'; readonly afterMs: number }
  | { readonly while: 'serving'; readonly acknowledged: number; readonly afterMs: number };

const drawKill = (chance: Chance, acknowledgedMax: number): Kill =>
  chance.oneIn(8)
    ? { while: 'starting', afterMs: chance.below(startMsMax) }
    : {
        while: 'serving',
        acknowledged: 1 + chance.below(acknowledgedMax),
        afterMs: chance.below(delayMsMax),
      };

export interface Figures {
  readonly seed: number;
  readonly kills: number;
  readonly killsWhileStarting: number;
  readonly appends: number;
  readonly events: number;
  /** Streams that were ended for ever. */
  readonly endings: number;
  readonly unanswered: number;
  readonly unansweredButStored: number;
  readonly repeated: number;
  readonly told: number;
}

/**
 * One folder whose node is killed again and again under load, after `acknowledgedMax` answers at the latest; after each
 * start everything is compared with what was sent, answered and told. The same seed draws the same appends and the
 * same moments. Throws at a disagreement.
 */
export async function killRounds(seed: number, kills: number, acknowledgedMax: number): Promise<Figures> {
  const rounds = new KillRounds(seed, acknowledgedMax);
  try {
    for (let round = 0; round < kills; round += 1) await rounds.live(round);
    await rounds.lastLife();
    return rounds.figures();
  } catch (error) {
    throw new Error(`kill rounds with seed ${seed}: ${(error as Error).message}`, { cause: error });
  } finally {
    await rounds.dispose();
  }
}

class KillRounds {
  private readonly folder = newFolder();
  private readonly history = new KillHistory();
  private readonly writers = Array.from({ length: writers }, (_, number) => new Writer(number));
  private readonly followers = [everything, streamsNamed('few-'), oneStream('many-0')].map(
    (followed) => new Follower(followed),
  );
  private node: EmbeddedNode | undefined;
  private client: EventStoreDBClient | undefined;
  private killsWhileServing = 0;
  private killsWhileStarting = 0;
  private unanswered = 0;
  private unansweredButStored = 0;
  private repeated = 0;

  constructor(
    private readonly seed: number,
    private readonly acknowledgedMax: number,
  ) {}

  async live(round: number): Promise<void> {
    const kill = drawKill(new Chance(this.seed, round), this.acknowledgedMax);
    if (kill.while === 'starting') return this.killWhileStarting(kill.afterMs);
    const { node, client, ended } = await this.begin();
    await this.recover(client);
    await this.loadUntilKilled(node, client, ended, round, kill);
    await client.dispose();
  }

  async lastLife(): Promise<void> {
    const { node, client } = await this.begin();
    await this.recover(client);
    await this.compare(client);
    await Promise.all(this.followers.map((follower) => follower.end()));
    await client.dispose();
    await node.stop();
  }

  private async begin(): Promise<{
    node: EmbeddedNode;
    client: EventStoreDBClient;
    ended: Promise<'ended'>;
  }> {
    let tellEnd!: () => void;
    const ended = new Promise<'ended'>((resolve) => (tellEnd = () => resolve('ended')));
    this.node = await startEmbeddedNode({ dataDir: this.folder, entry: builtEntry(), onExit: tellEnd });
    this.client = connect(this.node.url);
    return { node: this.node, client: this.client, ended };
  }

  figures(): Figures {
    const { attempts, events, endings } = this.history.counts();
    return {
      seed: this.seed,
      kills: this.killsWhileServing + this.killsWhileStarting,
      killsWhileStarting: this.killsWhileStarting,
      appends: attempts,
      events,
      endings,
      unanswered: this.unanswered,
      unansweredButStored: this.unansweredButStored,
      repeated: this.repeated,
      told: this.followers.reduce((sum, follower) => sum + follower.count, 0),
    };
  }

  async dispose(): Promise<void> {
    await this.client?.dispose();
    this.node?.kill('SIGKILL');
    await this.node?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async killWhileStarting(afterMs: number): Promise<void> {
    const child = spawn(process.execPath, [builtEntry(), '--data', this.folder], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    setTimeout(() => child.kill('SIGKILL'), afterMs);
    await ended;
    assert.equal(child.signalCode, 'SIGKILL', 'the node died of the kill and of nothing else');
    this.killsWhileStarting += 1;
  }

  /** Compares, then sends again what was not answered and some of what was. */
  private async recover(client: EventStoreDBClient): Promise<void> {
    for (const follower of this.followers) follower.begin(client);
    this.unansweredButStored += await this.compare(client);
    for (const writer of this.writers) {
      if (writer.open === undefined) continue;
      this.unanswered += 1;
      await this.sendAgain(client, writer.open);
      writer.answered(writer.open);
    }
    for (const attempt of this.history.lastAnswered(repeatedPerRound)) {
      await this.send(client, attempt, false);
      this.repeated += 1;
    }
  }

  private async sendAgain(client: EventStoreDBClient, attempt: Attempt): Promise<void> {
    if (attempt.act === 'end for ever' && attempt.answer !== undefined) return;
    // A deletion has no id by which the node would know it again.
    if (attempt.act === 'delete' && (await readOrMissing(client, attempt.stream)) === undefined)
      this.unansweredButStored += 1;
    else await this.send(client, attempt, attempt.events.length > 1);
  }

  private async compare(client: EventStoreDBClient): Promise<number> {
    const unansweredButStored = this.history.check((await all(client.readAll())).map(storedOf));
    await Promise.all(this.followers.map((follower) => follower.heardAll(this.history.stored)));
    for (let number = 0; number < writers; number += 1) await this.compareStream(client, `few-${number}`);
    for (const writer of this.writers) await this.compareGone(client, writer);
    await Promise.all(this.history.ended().map((stream) => staysEnded(client, stream)));
    return unansweredButStored;
  }

  /** The stream read by its index begins where its newest metadata says, and that metadata is what is stored. */
  private async compareStream(client: EventStoreDBClient, stream: string): Promise<void> {
    const written = this.history.eventsOf(`$$${stream}`).at(-1);
    const { metadata } = await client.getStreamMetadata(stream);
    const { $tb, mark } = written === undefined ? {} : dataOf(written.content);
    assert.deepEqual([metadata?.truncateBefore, metadata?.['mark']], [$tb, mark], `metadata of ${stream}`);
    const events = this.history.eventsOf(stream);
    if (events.length === 0) return;
    const first = BigInt($tb ?? 0);
    const read = (await all(client.readStream(stream))).map(storedOf);
    assert.deepEqual(
      read,
      events.filter(({ revision }) => revision >= first),
      `${stream} reads as it is stored`,
    );
  }

  private async compareGone(client: EventStoreDBClient, { gone, goneFrom, open }: Writer): Promise<void> {
    if (open?.stream === gone) return;
    const visible = this.history.eventsOf(gone).filter(({ revision }) => revision >= (goneFrom ?? 0n));
    const read = await readOrMissing(client, gone);
    assert.deepEqual(read, goneFrom === undefined ? undefined : visible, `${gone} shows what it should`);
  }

  private async loadUntilKilled(
    node: EmbeddedNode,
    client: EventStoreDBClient,
    ended: Promise<'ended'>,
    round: number,
    kill: Kill & { while: 'serving' },
  ): Promise<void> {
    let acknowledged = 0;
    let isGone = false;
    void ended.then(() => (isGone = true));
    const write = async (writer: Writer, number: number): Promise<void> => {
      const chance = new Chance(this.seed, round, number);
      while (!isGone) {
        const attempt = writer.next(chance, this.history.acknowledged);
        writer.open = attempt;
        this.history.add(attempt);
        // The client has no timer: an append begun while the connection breaks may stay pending for ever.
        const sent = this.send(client, attempt, chance.oneIn(3)).catch(unlessWrong);
        if ((await Promise.race([sent, ended])) === 'ended') return;
        writer.answered(attempt);
        acknowledged += 1;
        if (acknowledged === kill.acknowledged) setTimeout(() => node.kill('SIGKILL'), kill.afterMs);
      }
    };
    await Promise.all(this.writers.map(write));
    await ended;
    this.killsWhileServing += 1;
  }

  private async send(client: EventStoreDBClient, attempt: Attempt, isUnary: boolean): Promise<void> {
    const { act, stream, events, expected: expectedRevision } = attempt;
    if (act === 'delete') {
      await client.deleteStream(stream, { expectedRevision });
      return;
    }
    if (act === 'end for ever') {
      const { position } = await client.tombstoneStream(stream, { expectedRevision });
      assert(position !== undefined);
      this.history.answered(attempt, { revision: tombstoneRevision, position: position.commit });
      return;
    }
    // A call with credentials of its own goes as `Append`, any other through the shared `BatchAppend`.
    const path = isUnary ? { credentials: loginOf(this.node?.url ?? '') } : {};
    const result = await client.appendToStream(stream, [...events], { expectedRevision, ...path });
    assert(result.success);
    const { nextExpectedRevision: revision, position } = result;
    this.history.answered(attempt, { revision, ...(position && { position: position.commit }) });
  }
}

async function readOrMissing(client: EventStoreDBClient, stream: string): Promise<Stored[] | undefined> {
  try {
    return (await all(client.readStream(stream))).map(storedOf);
  } catch (error) {
    if (error instanceof StreamNotFoundError) return undefined;
    throw error;
  }
}

async function staysEnded(client: EventStoreDBClient, stream: string): Promise<void> {
  const tried = [all(client.readStream(stream)), client.appendToStream(stream, noted(0))];
  for (const error of await Promise.all(tried.map(refusal))) {
    assert(error instanceof StreamDeletedError, `${stream} was ended for ever, and answers ${String(error)}`);
  }
}

const dataOf = (content: string): { $tb?: number; mark?: number } =>
  (JSON.parse(content) as [string, { $tb: number; mark: number }])[1];

/** A broken connection is what a kill looks like from here, and the kill follows; a refusal is a defect. */
function unlessWrong(error: unknown): Promise<never> {
  const isDefect = [WrongExpectedVersionError, StreamDeletedError, assert.AssertionError];
  if (isDefect.some((kind) => error instanceof kind)) throw error;
  return new Promise(() => undefined);
}
