import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operation } from '@contracts';
import type { Configuration, Metrics } from '@runtime';
import { headerOf, type Holder } from './edge-request';
import { announcedBytes } from './json-body';
import { Problem } from './problem';
import { type Refusal, Takers } from './takers';

export type Limits = Pick<
  Configuration,
  | 'officerRequestsMax'
  | 'officerRequestsPerSecond'
  | 'officerRequestsBurst'
  | 'agencyRequestsMax'
  | 'agencyRequestsPerSecond'
  | 'agencyRequestsBurst'
  | 'failedTokensPerSecond'
  | 'publicLooksPerSecond'
>;

/** What of one address may come in one go, as seconds of what it may send over time. */
const strangerBurstSeconds = 10;
/**
 * What a JSON body may hold for a request to count as one; each further so much counts as one more. It is parsed,
 * checked and passed on by several services, while an answer is as short as its page.
 */
const bytesOfOne = 2 * 1024;
/** What a body is taken for that does not say how long it is. */
const unannouncedBytes = 16 * 1024;
/** However much one officer may ask at once. */
const atOnceOfBatch = 64;
/** Refusals of one taker that are told at once in a second. */
const promptRefusals = 10;
/** How long each further one is held, at least and at most: any time between, or they would all come back at once. */
const [heldMinMs, heldMaxMs] = [1_000, 2_000];
/** Refusals that are held at a time: each holds a connection. */
const heldMax = 10_000;
/** What nobody waits for any more ends within the longest question to a service; then it is counted out. */
const afterCutMs = 60_000;

/**
 * Who asks too much waits, so that the others do not: requests at once and over time, of each officer and of each
 * agency, before a body is read. Live streams are counted where they are opened.
 */
export class CrowdControl {
  private readonly officers: Takers;
  private readonly agencies: Takers;
  /** Connected systems, which may what an officer may. */
  private readonly systems: Takers;
  private readonly strangers: Takers;
  private readonly anybody: Takers;
  private readonly refusals = new Takers({ atOnceMax: 0, perSecond: promptRefusals, burst: promptRefusals });
  private held = 0;
  private readonly inside = new WeakMap<FastifyRequest, Inside>();

  constructor(
    private readonly limits: Limits,
    private readonly metrics: Pick<Metrics, 'refusedRequests'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    const ofOne = {
      atOnceMax: limits.officerRequestsMax,
      perSecond: limits.officerRequestsPerSecond,
      burst: limits.officerRequestsBurst,
    };
    this.officers = new Takers(ofOne);
    this.systems = new Takers(ofOne);
    this.agencies = new Takers({
      atOnceMax: limits.agencyRequestsMax,
      perSecond: limits.agencyRequestsPerSecond,
      burst: limits.agencyRequestsBurst,
    });
    this.strangers = takersOf(limits.failedTokensPerSecond);
    this.anybody = takersOf(limits.publicLooksPerSecond);
  }

  /**
   * Admits, unless too many tokens that did not hold came from this address: then none is looked at that is not
   * remembered as a good one.
   * @throws Problem of the admission, or `request:too-many-requests`.
   */
  async known<T>(
    request: FastifyRequest,
    isRemembered: (request: FastifyRequest) => boolean,
    admit: () => Promise<T>,
  ): Promise<T> {
    if (this.limits.failedTokensPerSecond === 0) return admit();
    const counted = { rate: true, atOnce: false };
    const address = networkOf(request.ip);
    const refusal = this.strangers.refusal(address, this.nowMs(), counted);
    if (refusal !== undefined && !isRemembered(request))
      throw await this.refused('address', address, refusal);
    try {
      return await admit();
    } catch (error) {
      if (error instanceof Problem && error.problem === 'request:not-authenticated') {
        this.strangers.take(address, this.nowMs(), counted);
      }
      throw error;
    }
  }

  /** Counts a request that asks for no token, by its address. @throws Problem `request:too-many-requests`. */
  async anyone(request: FastifyRequest): Promise<void> {
    const [address, counted] = [networkOf(request.ip), { rate: true, atOnce: false }];
    const refusal = this.anybody.refusal(address, this.nowMs(), counted);
    if (refusal !== undefined) throw await this.refused('address', address, refusal);
    this.anybody.take(address, this.nowMs(), counted);
  }

  /** Counts a request whose sender is known until it is answered. @throws Problem `request:too-many-requests`. */
  async enter(request: FastifyRequest, reply: FastifyReply, operation: Operation): Promise<void> {
    const { holder } = request;
    if (holder === undefined) return;
    const counted = {
      rate: !holder.roles.includes('Importer'),
      atOnce: operation.kind !== 'stream',
      amount: Math.min(weightOf(request, operation), this.limits.officerRequestsBurst),
    };
    const places = [
      // A system was counted when its command came, and takes nothing away from the officer it acts for.
      ...(holder.sentBy === undefined ? [this.ofOfficer(holder)] : []),
      ['agency', this.agencies, holder.agency] as const,
    ];
    const nowMs = this.nowMs();
    for (const [who, takers, key] of places) {
      const refusal = takers.refusal(key, nowMs, counted);
      if (refusal !== undefined) throw await this.refused(who, key, refusal);
    }
    for (const [, takers, key] of places) takers.take(key, nowMs, counted);
    if (!counted.atOnce) return;
    const inside = new Inside(
      () => places.forEach(([, takers, key]) => takers.leave(key)),
      () => places.forEach(([, takers, key]) => counted.rate && takers.giveBack(key, counted.amount)),
    );
    this.inside.set(request, inside);
    reply.raw.once('close', () => inside.closed(reply.raw.headersSent || reply.sent));
  }

  /**
   * Counts a command that a connected system sent over the bus, until what is resolved is called.
   * @throws Problem `request:too-many-requests`.
   */
  async enterFromBus(systemId: string, bytes: number): Promise<() => void> {
    const amount = Math.min(weightOfBytes(bytes), this.limits.officerRequestsBurst);
    const [nowMs, counted] = [this.nowMs(), { rate: true, atOnce: true, amount }];
    const refusal = this.systems.refusal(systemId, nowMs, counted);
    if (refusal !== undefined) throw await this.refused('system', systemId, refusal);
    this.systems.take(systemId, nowMs, counted);
    return () => this.systems.leave(systemId);
  }

  private readonly ofOfficer = ({ agency, officer }: Holder) =>
    ['officer', this.officers, `${agency}/${officer}`] as const;

  /** Commands of one batch that are done at once: with the batch itself, no more than its officer may ask at once. */
  get placesOfBatch(): number {
    return Math.max(1, Math.min(atOnceOfBatch, this.limits.officerRequestsMax - 1));
  }

  /** Each of its commands is a request that is counted from now on; what the batch took of the rate is for them. */
  takenApart(request: FastifyRequest): void {
    this.inside.get(request)?.giveBack();
  }

  /**
   * To be told of every answer, also of one that nobody waits for any more: who cuts connections off would otherwise
   * have any number of requests worked on.
   */
  answered(request: FastifyRequest): void {
    this.inside.get(request)?.answered();
  }

  private async refused(who: string, key: string, { reason, retryAfterMs }: Refusal): Promise<Problem> {
    this.metrics.refusedRequests.inc({ who, reason });
    await this.holdBack(`${who} ${key}`);
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
    return new Problem('request:too-many-requests', { headers: { 'retry-after': String(seconds) } });
  }

  /** Who heeds no refusal would be told no as fast as it can ask, and others would wait for that. */
  private async holdBack(key: string): Promise<void> {
    const [nowMs, counted] = [this.nowMs(), { rate: true, atOnce: false }];
    const isPrompt = this.refusals.refusal(key, nowMs, counted) === undefined;
    if (isPrompt) this.refusals.take(key, nowMs, counted);
    if (isPrompt || this.held >= heldMax) return;
    this.held++;
    await pause(randomInt(heldMinMs, heldMaxMs));
    this.held--;
  }
}

const takersOf = (perSecond: number): Takers =>
  new Takers({ atOnceMax: 0, perSecond, burst: perSecond * strangerBurstSeconds });

const weightOf = (request: FastifyRequest, operation: Operation): number => {
  if (operation.kind !== 'command' && operation.kind !== 'batch') return 1;
  const isUnannounced = headerOf(request, 'transfer-encoding') !== undefined;
  const bytes = isUnannounced ? unannouncedBytes : announcedBytes(request) || 0;
  return weightOfBytes(bytes);
};

const weightOfBytes = (bytes: number): number => Math.max(1, Math.floor(bytes / bytesOfOne));

/** A request that was let in, until its answer is out or its reader gone, and the work for it has ended too. */
class Inside {
  private isAnswered = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private leave: () => void,
    readonly giveBack: () => void,
  ) {}

  /** There is an answer, to be sent or to be thrown away. */
  answered(): void {
    this.isAnswered = true;
    if (this.isClosed) this.out();
  }

  /** `isAnswering`: some of the answer was on its way. */
  closed(isAnswering: boolean): void {
    this.isClosed = true;
    if (this.isAnswered || isAnswering) return this.out();
    this.timer = setTimeout(() => this.out(), afterCutMs).unref();
  }

  private out(): void {
    clearTimeout(this.timer);
    this.leave();
    this.leave = () => undefined;
  }
}

/** An IPv6 caller has a whole /64 to come from. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail?.split(':') ?? [])];
  return all.slice(0, 4).join(':');
}
