import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { type AppendOutcome, type DeleteOutcome, Engine } from '../../../../apps/event-store/src/engine';
import { type ProposedEvent } from '../../../../apps/event-store/src/event';
import { compileFilter } from '../../../../apps/event-store/src/filter-rules';
import { LmdbLog } from '../../../../apps/event-store/src/lmdb-log';
import { MemoryLog } from '../../../../apps/event-store/src/memory-log';
import { type ReadRequest } from '../../../../apps/event-store/src/read-request';
import { Reader } from '../../../../apps/event-store/src/reader';
import { defaultLine, waysOf } from '../../../../apps/event-store/src/server-ways';
import { type EventLog } from '../../../../apps/event-store/src/store';
import {
  InvalidPosition,
  StreamDeleted,
  UnexpectedResult,
} from '../../../../apps/event-store/src/wire-errors';
import { eventFact, linkFact } from './facts';
import { type Follow } from './followers';
import { type Clock, type Subject, type SubjectFollower } from './history';
import { type Outcome, type Proposed, type ReadQuery, type Write } from './store-model';

/** The engine and its reader in this process, with the clock of the history; on a restart only the log remains. */
export class EngineSubject implements Subject {
  private engine: Engine;
  private ending = new AbortController();

  private constructor(
    private readonly clock: Clock,
    private log: EventLog,
    private readonly folder: string | undefined,
  ) {
    this.engine = this.startEngine();
  }

  static inMemory(clock: Clock): EngineSubject {
    return new EngineSubject(clock, new MemoryLog(), undefined);
  }

  static onDisk(clock: Clock): EngineSubject {
    const folder = mkdtempSync(join(tmpdir(), 'model-'));
    return new EngineSubject(clock, LmdbLog.open(folder), folder);
  }

  async write(request: Write): Promise<Outcome> {
    const { stream, expected } = request;
    switch (request.kind) {
      case 'append':
        return toOutcome(await this.engine.append(stream, expected, request.events.map(toProposed)));
      case 'soft-delete':
        return toOutcome(await this.engine.softDelete(stream, expected));
      case 'tombstone':
        return toOutcome(await this.engine.tombstone(stream, expected));
    }
  }

  async read(query: ReadQuery & { readonly stream?: string }): Promise<readonly string[]> {
    const { from, direction, count, stream } = query;
    const facts: string[] = [];
    await this.collect({ ...plain, from, direction, count, stream }, facts);
    return facts;
  }

  follow({ stream, from, filter }: Follow): SubjectFollower {
    const facts: string[] = [];
    const request = { ...plain, from, stream, count: 'follow' as const };
    void this.collect(
      filter === undefined
        ? request
        : { ...request, filter: matcherOf(filter), checkpointEvery: filter.every },
      facts,
    );
    return {
      async facts(count) {
        for (let turn = 0; turn < turnsMax && facts.length < count; turn += 1) await nextTurn();
        for (let turn = 0; turn < turnsAfter; turn += 1) await nextTurn();
        return facts;
      },
    };
  }

  async restart(): Promise<void> {
    this.ending.abort();
    this.ending = new AbortController();
    await this.engine.close();
    if (this.folder !== undefined) this.log = LmdbLog.open(this.folder);
    this.engine = this.startEngine();
  }

  async end(): Promise<void> {
    this.ending.abort();
    await this.engine.close();
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true });
  }

  private startEngine(): Engine {
    const onFailure = (failure: Error): never => {
      throw failure;
    };
    return new Engine({ log: this.log, nowMs: () => this.clock.nowMs, onFailure });
  }

  private async collect(request: ReadRequest, facts: string[]): Promise<void> {
    const { signal } = this.ending;
    try {
      const pages = new Reader(
        this.engine,
        waysOf(defaultLine),
        request,
        () => this.clock.nowMs,
        signal,
      ).pages();
      for await (const page of pages) facts.push(...page.map(factOf));
    } catch (error) {
      if (error instanceof StreamDeleted) facts.push('stream-deleted');
      else
        facts.push(
          error instanceof InvalidPosition || error instanceof UnexpectedResult ? 'no-place' : String(error),
        );
    }
  }
}

/** Far more turns of the event loop than a subscription needs, and a few more to tell what it should not. */
const turnsMax = 1_000;
const turnsAfter = 8;

const plain = {
  direction: 'forwards',
  filter: undefined,
  streamPrefixes: undefined,
  checkpointEvery: 0,
  uuidShape: 'text',
  resolvesLinks: true,
  tellsRevisions: false,
} as const;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function matcherOf({ on, prefixes }: NonNullable<Follow['filter']>): ReadRequest['filter'] {
  const filter = compileFilter({ on, prefixes, regex: '' });
  if ('invalid' in filter) throw new Error(filter.invalid);
  return filter.matches;
}

const toProposed = ({ id, type, data }: Proposed): ProposedEvent => ({
  id,
  type,
  isJson: type !== '$>',
  data: Buffer.from(data),
  metadata: Buffer.alloc(0),
});

function toOutcome(outcome: AppendOutcome | DeleteOutcome): Outcome {
  switch (outcome.outcome) {
    case 'recorded': {
      const { revision, position } = outcome;
      return position === undefined ? { recorded: revision } : { recorded: revision, position };
    }
    case 'deleted':
      return { recorded: 'no_stream', position: outcome.position };
    case 'wrong-revision':
      return { wrongRevision: outcome.current };
    case 'stream-deleted':
      return 'stream-deleted';
  }
}

function factOf(response: ReadResp): string {
  if (response.hasConfirmation()) return 'confirmed';
  if (response.hasCaughtUp()) return 'caught up';
  if (response.hasStreamNotFound()) return 'not-found';
  const checkpoint = response.getCheckpoint();
  if (checkpoint !== undefined) return `checkpoint ${checkpoint.getCommitPosition()}`;
  const event = recordedFact(response.getEvent()?.getEvent());
  const link = recordedFact(response.getEvent()?.getLink());
  return link === undefined ? (event ?? 'nothing') : linkFact(link, event);
}

function recordedFact(event: ReadResp.ReadEvent.RecordedEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  return eventFact({
    position: Number(event.getCommitPosition()),
    stream: Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    revision: event.getStreamRevision(),
    id: event.getId()?.getString() ?? '',
    type: event.getMetadataMap().get('type') ?? '',
    data: Buffer.from(event.getData_asU8()).toString(),
  });
}
