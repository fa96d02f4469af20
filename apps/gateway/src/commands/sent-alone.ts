import type { FastifyInstance } from 'fastify';
import type { AnsweredCommand, ProblemName } from '@contracts';
import { Problem } from '../edge/problem';
import type { CommandRequest } from './command-request';

/** What a command has besides its own: in whose name, on which journey, from where. */
interface SentWith {
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

/** Sends a command to its own route within the process: it is answered as a request of its own would be. */
export async function sentAlone(
  fastify: FastifyInstance,
  command: CommandRequest,
  { headers, ...from }: SentWith,
): Promise<AnsweredCommand> {
  const { method, url, payload } = command;
  const body = payload === undefined ? {} : { payload };
  try {
    const answer = await fastify.inject({
      ...{ method, url, headers: { ...command.headers, ...headers } },
      ...from,
      ...body,
    });
    return { status: answer.statusCode, body: answer.json() };
  } catch {
    // The server closes meanwhile: nobody can tell how far it came.
    return problemAnswer('service:no-answer', url);
  }
}

/** @param instance what was asked for */
export function problemAnswer(name: ProblemName, instance: string): AnsweredCommand {
  const problem = new Problem(name);
  return { status: problem.status, body: { ...problem.document(instance) } };
}
