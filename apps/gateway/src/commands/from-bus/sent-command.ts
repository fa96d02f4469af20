import { nestingMax, SentCommandBody } from '@contracts';
import { agencyOfToken } from '@domain/codes';
import { httpValidation } from '@runtime';
import { jsonIn, type Look } from '../../edge/json-body';
import { limits } from '../../edge/limits';
import { Problem } from '../../edge/problem';
import { type CommandRequest, commandRequest } from '../command-request';
import { withoutContent } from '../without-content';

/** What the subject of a command says: who sends it, for whom, and which it is. */
export interface Subjected {
  readonly systemId: string;
  /** As its token has it; whether there is such an agency is not looked at. */
  readonly agency: string;
  readonly operation: string;
}

/** A command that a system sent, as the request it would be over HTTP, and the officer it is sent for. */
interface SentCommand {
  readonly officer: string;
  readonly request: CommandRequest;
}

const form =
  /^commands\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Z0-9-]{1,64})\.([A-Za-z0-9-]{1,64})$/;

/** Nothing when it is no subject of a command. */
export function subjected(subject: string): Subjected | undefined {
  const [, systemId, token, operation] = form.exec(subject) ?? [];
  if (systemId === undefined || token === undefined || operation === undefined) return undefined;
  return { systemId, agency: agencyOfToken(token), operation };
}

/** The message stands around the body of its command. */
const levelsAround = 1;
const forms = httpValidation((errors) => new Problem('request:malformed', { errors }));

/**
 * The command in a message. What stands in its body is looked at on its way; a message that is refused is looked at
 * here, as a whole.
 * @throws Problem: `request:too-large`, those of `readJson`, `request:malformed`; and what `look` throws.
 */
export async function readSent(payload: Uint8Array, operation: string, look: Look): Promise<SentCommand> {
  if (payload.byteLength > limits.jsonBytesMax) throw new Problem('request:too-large');
  let text = '';
  const keep: Look = async (read) => void (text = read);
  try {
    return requestIn(await checked(await jsonIn(payload, keep, nestingMax + levelsAround)), operation);
  } catch (error) {
    await look(text);
    throw error;
  }
}

/** Target and body have their forms by the operation; all else has that of the message. */
async function checked(value: unknown): Promise<SentCommandBody> {
  await forms.transform(withoutContent(value), { type: 'body', metatype: SentCommandBody });
  return value as SentCommandBody;
}

function requestIn({ officer, correlationId, ...said }: SentCommandBody, operation: string): SentCommand {
  const request = commandRequest({ ...said, operation }, '/body');
  if (!('url' in request)) throw new Problem('request:malformed', { errors: request });
  const journey = correlationId === undefined ? {} : { 'correlation-id': correlationId };
  return { officer, request: { ...request, headers: { ...request.headers, ...journey } } };
}
