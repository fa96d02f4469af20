import { setTimeout as pause } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { hearCommands, type SentMessage } from '@adapters/messaging';
import type { AnsweredCommand, ProblemName } from '@contracts';
import type { Configuration, EdgeContext } from '@runtime';
import type { RefusedSecrets } from '../../contents/refused-secrets';
import type { CrowdControl } from '../../edge/crowd-control';
import type { Look } from '../../edge/json-body';
import type { Passes } from '../../edge/passes';
import { Problem, problemNameIn } from '../../edge/problem';
import { problemFor } from '../../edge/problem.filter';
import { marksSecret } from '../../edge/secrecy-marks';
import { sentAlone } from '../sent-alone';
import type { RefusedFromBus } from './refused-from-bus';
import { refusalOf } from './registered.policy';
import type { Registrations } from './registrations';
import { readSent, type Subjected, subjected } from './sent-command';

/** All gateways of an installation: each command is taken by one of them. */
const gateways = 'gateway';

interface FromBusParts extends Pick<EdgeContext, 'connection' | 'log'> {
  readonly configuration: Pick<Configuration, 'natsCreds' | 'shutdownLimitMs'>;
  readonly host: HttpAdapterHost;
  readonly crowd: Pick<CrowdControl, 'enterFromBus'>;
  readonly registrations: Registrations;
  readonly passes: Passes;
  readonly secrets: RefusedSecrets;
  readonly refused: RefusedFromBus;
}

/** Of the time to stop, the part in which commands under way are finished. */
const finishShare = 0.5;

/**
 * Answers commands that connected systems send over the bus. Each becomes the request it would be over HTTP and is sent
 * to its own route within the process, with a pass in place of a token, as a command of a batch is.
 */
export class CommandsFromBus implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();
  private leave: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly parts: FromBusParts) {}

  /** On a bus without accounts whoever may speak at all could call itself any system: nobody is heard there. */
  onApplicationBootstrap(): void {
    const { configuration, connection } = this.parts;
    if (configuration.natsCreds === undefined) return;
    this.leave = hearCommands(connection, gateways, (sent) => {
      const work = this.answer(sent).finally(() => this.underWay.delete(work));
      this.underWay.add(work);
    });
  }

  /** Takes no more, and resolves once those that came are answered, or their time is over. */
  async beforeApplicationShutdown(): Promise<void> {
    const { configuration, registrations } = this.parts;
    await this.leave();
    const limit = pause(configuration.shutdownLimitMs * finishShare, undefined, { ref: false });
    await Promise.race([Promise.all(this.underWay), limit]);
    await registrations.stop();
  }

  private async answer(sent: SentMessage): Promise<void> {
    const answer = await this.answerTo(sent);
    try {
      sent.answer(Buffer.from(JSON.stringify(answer)));
    } catch (error) {
      // Whoever sent it repeats it under its key.
      this.parts.log.warn({ err: error as Error }, 'a command over the bus could not be answered');
    }
  }

  private async answerTo({ subject, payload }: SentMessage): Promise<AnsweredCommand> {
    const said = subjected(subject);
    const { systemId, operation = 'none' } = said ?? ({} as Partial<Subjected>);
    const refusedWith = (problem: ProblemName): void =>
      this.parts.refused.take({ systemId, operation, problem });
    try {
      if (said === undefined) throw new Problem('system:not-connected');
      const answer = await this.judged(said, payload);
      const problem = problemIn(answer);
      if (problem !== undefined) refusedWith(problem);
      return answer;
    } catch (error) {
      const problem = problemFor(error, { method: 'POST', url: subject });
      if (problem.status >= 500) this.parts.log.warn({ err: problem.cause }, `answered ${problem.problem}`);
      refusedWith(problem.problem);
      return { status: problem.status, body: { ...problem.document(subject) } };
    }
  }

  /** @throws Problem of whatever is judged before its route is reached */
  private async judged(said: Subjected, payload: Uint8Array): Promise<AnsweredCommand> {
    const { crowd, registrations, passes, host } = this.parts;
    const { systemId, agency, operation } = said;
    const leave = await crowd.enterFromBus(systemId, payload.byteLength);
    try {
      const refusal = refusalOf(said, await registrations.of(systemId));
      if (refusal !== undefined) throw new Problem(refusal);
      const { officer, request } = await readSent(payload, operation, this.lookFor(agency));
      const pass = passes.give({ agency, officer, sentBy: systemId });
      const fastify = host.httpAdapter.getInstance<FastifyInstance>();
      const answered = sentAlone(fastify, request, { headers: { authorization: `Bearer ${pass}` } });
      return await answered.finally(() => passes.take(pass));
    } finally {
      leave();
    }
  }

  /** Turned away before anything else is said of a message. */
  private lookFor(agency: string): Look {
    return async (text) => {
      if (!marksSecret(text)) return;
      await this.parts.secrets.count(agency);
      throw new Problem('document:secret-content');
    };
  }
}

const problemIn = ({ status, body }: AnsweredCommand): ProblemName | undefined =>
  status < 400 ? undefined : problemNameIn((body as { readonly type?: unknown }).type);
