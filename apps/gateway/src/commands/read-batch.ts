import type { IncomingMessage } from 'node:http';
import { nestingMax, SendCommandsBody } from '@contracts';
import { httpValidation } from '@runtime';
import { type Look, readJson } from '../edge/json-body';
import { Problem } from '../edge/problem';
import { type CommandRequest, commandRequest } from './command-request';
import { withoutContent } from './without-content';

/** The batch, its list and the command stand around the body of a command. */
const levelsAround = 3;
const forms = httpValidation((errors) => new Problem('request:malformed', { errors }));

/**
 * The commands of a batch, each as the request it would be alone. What stands in their bodies is looked at when they
 * are sent; a batch that is refused is looked at here, as a whole.
 * @throws Problem: those of `readJson`, `request:malformed`; and what `look` throws.
 */
export async function readBatch(raw: IncomingMessage, look: Look): Promise<readonly CommandRequest[]> {
  let text = '';
  const keep: Look = async (read) => void (text = read);
  try {
    return requestsOf(await checked(await readJson(raw, keep, { depthMax: nestingMax + levelsAround })));
  } catch (error) {
    await look(text);
    throw error;
  }
}

/** Targets and bodies have their forms by the operation; all else has that of the batch. */
async function checked(value: unknown): Promise<SendCommandsBody> {
  await forms.transform(withoutContents(value), { type: 'body', metatype: SendCommandsBody });
  return value as SendCommandsBody;
}

function withoutContents(value: unknown): unknown {
  const { commands } = (value ?? {}) as { readonly commands?: unknown };
  if (!Array.isArray(commands)) return value;
  return { ...(value as object), commands: commands.map(withoutContent) };
}

function requestsOf({ commands }: SendCommandsBody): readonly CommandRequest[] {
  const found = commands.map((command, index) => commandRequest(command, `/body/commands/${index}`));
  const errors = found.flatMap((each) => ('url' in each ? [] : each));
  if (errors.length > 0) throw new Problem('request:malformed', { errors });
  return found.filter((each) => 'url' in each);
}
