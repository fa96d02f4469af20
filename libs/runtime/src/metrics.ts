import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import type { Found } from '@contracts';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How one message ended: `ok`, `malformed`, `refused`, `unavailable`, `failed`. */
export type Outcome = 'ok' | 'malformed' | 'refused' | 'unavailable' | 'failed';

/** The numbers of one process; each carries its name as label `process`. Labels hold ids of connected systems only. */
export class Metrics {
  readonly registry = new Registry();

  constructor(readonly process: string) {
    this.registry.setDefaultLabels({ process });
  }

  /** Messages handled, by subject and outcome. */
  readonly messages = new Counter({
    name: 'lienthong_messages_total',
    help: 'Commands and questions handled, by subject and outcome',
    labelNames: ['operation', 'outcome'] as const,
    registers: [this.registry],
  });
  readonly messageSeconds = new Histogram({
    name: 'lienthong_message_seconds',
    help: 'Time from receiving a message to its reply',
    labelNames: ['operation'] as const,
    buckets: secondsBuckets,
    registers: [this.registry],
  });
  /** By subject and reason: `unsigned unknown-key wrong-signature expired from-the-future signer-may-not`. */
  readonly doubtedMessages = new Counter({
    name: 'lienthong_messages_doubted_total',
    help: 'Messages refused because nobody proved to have sent them, by subject and reason',
    labelNames: ['operation', 'reason'] as const,
    registers: [this.registry],
  });
  readonly appendSeconds = new Histogram({
    name: 'lienthong_store_append_seconds',
    help: 'Time the event store took to acknowledge an append',
    buckets: secondsBuckets,
    registers: [this.registry],
  });
  /** Seconds from recording an event to having reacted to it; 0 when caught up. */
  readonly reactorLagSeconds = new Gauge({
    name: 'lienthong_reactor_lag_seconds',
    help: 'Age of the event a reactor handled last, 0 when it has caught up',
    labelNames: ['reactor'] as const,
    registers: [this.registry],
  });
  /** Commit positions pass 2^53 only after petabytes, so a double shows them. */
  readonly projectionPosition = new Gauge({
    name: 'lienthong_projection_position',
    help: 'Commit position a projection has reached',
    labelNames: ['projection'] as const,
    registers: [this.registry],
  });
  /**
   * By reason: `too-slow` and `ended` by the store, `behind` by this side, to read pages until it has caught up,
   * `stalled` when an event of the store was not told, `lost` with the connection.
   */
  readonly subscriptionEnds = new Counter({
    name: 'lienthong_subscription_ends_total',
    help: 'Subscriptions to the event store that ended and were taken up again, by reason',
    labelNames: ['reason'] as const,
    registers: [this.registry],
  });
  readonly parked = new Counter({
    name: 'lienthong_parked_events_total',
    help: 'Events a reactor could not handle and set aside',
    labelNames: ['reactor'] as const,
    registers: [this.registry],
  });
  /** By outcome: `written`, `used`, `unfit` for this store, history or program, `failed`. */
  readonly snapshots = new Counter({
    name: 'lienthong_snapshots_total',
    help: 'Folded states of long streams that were kept, used, found unfit or could not be kept, by outcome',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  readonly parkedStreams = new Gauge({
    name: 'lienthong_parked_streams',
    help: 'Streams that stand still for a follower since a fact that it cannot take',
    labelNames: ['follower'] as const,
    registers: [this.registry],
  });
  /** What had to follow from a stored fact and has not: the reconcilers send it again. */
  readonly oldestUnsettledSeconds = new Gauge({
    name: 'lienthong_oldest_unsettled_seconds',
    help: 'Age of the oldest delivery or public copy that did not come about, 0 when there is none',
    labelNames: ['what'] as const,
    registers: [this.registry],
  });

  /**
   * By kind, as `AcknowledgementOverdue`. The log holds each once; two instances that write it at the same instant
   * both count it.
   */
  readonly silences = new Counter({
    name: 'lienthong_silences_total',
    help: 'Deliveries on which somebody owed something and did not do it in time, as recorded, by kind',
    labelNames: ['silence'] as const,
    registers: [this.registry],
  });

  /**
   * By fact: `OverduePredicted OverdueDeclared ConsultationLapsed HandoffOverdue LateApologyRefused`. Two instances
   * that write one at the same instant both count it.
   */
  readonly dossierAlarms = new Counter({
    name: 'lienthong_dossier_alarms_total',
    help: 'What came near, was late or too late of dossiers, as recorded, by fact',
    labelNames: ['alarm'] as const,
    registers: [this.registry],
  });

  /** By work, `signatures prints sums`, and outcome: `done`, `too-many`, `too-costly`, `given-up`, `failed`. */
  readonly threadPieces = new Counter({
    name: 'lienthong_thread_work_total',
    help: 'Pieces of work that were to be done in threads of their own, by work and outcome',
    labelNames: ['work', 'outcome'] as const,
    registers: [this.registry],
  });
  readonly threadSeconds = new Histogram({
    name: 'lienthong_thread_work_seconds',
    help: 'Time a thread took for a piece of work',
    labelNames: ['work'] as const,
    buckets: [...secondsBuckets, 20, 60, 120],
    registers: [this.registry],
  });
  readonly threadWaiting = new Gauge({
    name: 'lienthong_thread_work_waiting',
    help: 'Pieces of work that wait for a thread',
    labelNames: ['work'] as const,
    registers: [this.registry],
  });

  /**
   * By who had too much, `officer agency system address all`, and of what: `at-once`, `rate`, `streams`, and of uploads
   * `unfinished`, `quota`, `reserve`, `trickle`; of issues `recipients`.
   */
  readonly refusedRequests = new Counter({
    name: 'lienthong_requests_refused_total',
    help: 'Requests refused because too much was asked, by whose limit and by reason',
    labelNames: ['who', 'reason'] as const,
    registers: [this.registry],
  });

  /** The first 200 systems of a process by their id, those after them as `other`, those not connected as `unknown`. */
  readonly refusedCommands = new Counter({
    name: 'lienthong_bus_commands_refused_total',
    help: 'Commands of connected systems that were refused, by system and problem',
    labelNames: ['system', 'problem'] as const,
    registers: [this.registry],
  });

  readonly refusedTokens = new Counter({
    name: 'lienthong_tokens_refused_total',
    help: 'Access tokens refused, by the check that failed; those of connected systems with `system ` before it',
    labelNames: ['check'] as const,
    registers: [this.registry],
  });

  readonly scrubbedBytes = new Counter({
    name: 'lienthong_contents_scrubbed_bytes_total',
    help: 'Bytes of kept contents that were read again to find damage',
    registers: [this.registry],
  });
  readonly damagedContents = new Counter({
    name: 'lienthong_contents_damaged_total',
    help: 'Kept contents that were found damaged and put aside',
    registers: [this.registry],
  });

  /** Counts one handled message. */
  handled(operation: string, outcome: Outcome, seconds: number): void {
    this.messages.inc({ operation, outcome });
    this.messageSeconds.observe({ operation }, seconds);
  }
}

/** Numbers of a whole process: those above and what Node tells of itself. One per process. */
export function processMetrics(process: string): Metrics {
  const metrics = new Metrics(process);
  collectDefaultMetrics({ register: metrics.registry });
  return metrics;
}

/** Answer on `<service>.metrics.v2`: the numbers of the process the service runs in. */
export interface MetricsAnswer {
  readonly process: string;
  /**
   * JSON of its metrics, gzip, base64: a page of many operations and outcomes is longer than a message may be, and says
   * the same words again and again.
   */
  readonly packed: string;
}

type Family = MetricObjectWithValues<MetricValue<string>>;

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];
/** A page that unpacks to more is none of ours. Bytes. */
const unpackedBytesMax = 64 * 1024 * 1024;

export async function metricsOf({ process, registry }: Metrics): Promise<Found<MetricsAnswer>> {
  const json = JSON.stringify(await registry.getMetricsAsJSON());
  return { ok: true, answer: { process, packed: (await pack(json)).toString('base64') } };
}

/** Several processes as one page in Prometheus' text form; a process that answers for several services counts once. */
export async function metricsPage(answers: readonly MetricsAnswer[]): Promise<string> {
  const byProcess = new Map(answers.map(({ process, packed }) => [process, packed]));
  const families = [...byProcess.values()].map(async (packed) => {
    const json = await unpack(Buffer.from(packed, 'base64'), { maxOutputLength: unpackedBytesMax });
    return JSON.parse(json.toString()) as Family[];
  });
  return AggregatorRegistry.aggregate(await Promise.all(families)).metrics();
}
