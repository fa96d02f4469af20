import { Readable } from 'node:stream';
import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Caller,
  DocumentTarget,
  type LiveEvents,
  parsePositionToken,
  type Subject,
  subjects,
} from '@contracts';
import { localDate } from '@domain/codes';
import { Clock } from '@runtime';
import { Admission } from '../edge/admission';
import { type Believed, yesKept } from '../edge/appointments';
import { headerOf, operationOf } from '../edge/edge-request';
import { limits } from '../edge/limits';
import { Asker, Handles } from '../edge/operation';
import { Problem } from '../edge/problem';
import { liveText } from './live-events';
import { Streams } from './streams';

/** A stream looks again every 3 s: with a yes no older than this it ends within 5 s of the dismissal. */
const ofStreams: Believed = { ...yesKept, keptMs: 1_500 };

/** Server-sent events: the facts of an inbox and of a document as they happen, from any earlier one on. */
@Controller()
export class LiveController {
  constructor(
    private readonly admission: Admission,
    private readonly streams: Streams,
    private readonly clock: Clock,
  ) {}

  @Handles('getInboxEvents')
  inbox(@Asker() caller: Caller, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.stream(subjects.inboxEvents, {}, caller, request, reply);
  }

  @Handles('getDocumentEvents')
  document(
    @Param() target: DocumentTarget,
    @Asker() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.stream(subjects.documentEvents, target, caller, request, reply);
  }

  private async stream(
    subject: Subject,
    target: object,
    caller: Caller,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const after = lastEventIdOf(request);
    const slot = this.streams.enter(caller.actor.agency, caller.actor.officer);
    const { listening } = slot;
    let day = '';
    const ask = async (body: object): Promise<LiveEvents> => {
      day = this.today();
      const answer = await this.streams.ask(subject, { target, body }, caller);
      const { documentId } = target as Partial<DocumentTarget>;
      listening.awaits(documentId === undefined ? answer : { documentId });
      return answer;
    };
    try {
      const first = await ask(after === undefined ? {} : { after });
      reply.header('content-type', 'text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
      const isRead = request.method !== 'HEAD';
      const gone = goneWith(request, slot.signal);
      const text = liveText(first, {
        ask: (position) => ask({ after: position }),
        quietUntil: async (position, waitMs) => {
          const quiet = await listening.quietUntil(position, waitMs, gone);
          // With a new day the mail of a closed agency may come over, of which nothing is written.
          return day === this.today() ? quiet : undefined;
        },
        isAdmitted: () => this.isAdmitted(request),
        signal: gone,
      });
      const bytes = Readable.from(isRead ? text : [], {
        objectMode: false,
        highWaterMark: limits.streamBytesMax,
      });
      bytes.once('close', () => slot.release());
      await reply.send(bytes);
    } catch (error) {
      slot.release();
      throw error;
    }
  }

  private today(): string {
    return localDate(this.clock.now());
  }

  /** As at the door; who cannot be judged any more is out. */
  private async isAdmitted(request: FastifyRequest): Promise<boolean> {
    const operation = operationOf(request);
    if (operation === undefined) return false;
    return this.admission.admit(request, operation, { believed: ofStreams }).then(
      () => true,
      () => false,
    );
  }
}

function goneWith(request: FastifyRequest, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, stopping]);
}

/** Where the reader stopped; absent on its first visit, which begins with what happens from now on. */
function lastEventIdOf(request: FastifyRequest): string | undefined {
  const id = headerOf(request, 'last-event-id');
  if (id === undefined || id === '') return undefined;
  if (parsePositionToken(id) !== undefined) return id;
  const detail = 'is no id of an event; send the last one as it was, or leave it out';
  throw new Problem('request:malformed-header', { errors: [{ pointer: '/headers/last-event-id', detail }] });
}
