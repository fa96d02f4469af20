import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from '../edge/problem';
import { messagesOfProcess } from './messages-of-process';
import type { PublicMessages, Sent } from './public-messages';

type Find = (messages: PublicMessages, type: string) => Sent | undefined;
interface OfType {
  readonly Params: { readonly type?: string };
}

/** A new release may say more of a type; until then nobody need ask again. */
const keptSeconds = 3_600;

/**
 * `/asyncapi.json`, `/schemas` and the schemas of each type, of its data and of its whole message, also by the name
 * that stands in `dataschema`. They ask for no token and tell nothing of any agency.
 */
export function serveSchemaPages(server: FastifyInstance): void {
  const pages: Readonly<Record<string, Find>> = {
    '/asyncapi.json': ({ asyncApi }) => asyncApi,
    '/schemas': ({ list }) => list,
    '/schemas/:type': ({ data }, type) => data(type),
    '/schemas/:type/message': ({ message }, type) => message(type),
  };
  for (const [path, find] of Object.entries(pages))
    server.get<OfType>(path, async ({ params, headers }, reply): Promise<FastifyReply> => {
      const type = (params.type ?? '').replace(/^urn:lienthong:schema:/i, '');
      const found = find(messagesOfProcess(), type);
      if (found === undefined) throw new Problem('request:no-such-address');
      return send(found, headers['if-none-match'], reply);
    });
}

function send({ text, etag, mediaType }: Sent, known: string | undefined, reply: FastifyReply): FastifyReply {
  reply.header('etag', etag).header('cache-control', `public, max-age=${keptSeconds}`);
  const tags = known?.split(',').map(strong) ?? [];
  if (tags.includes(etag) || tags.includes('*')) return reply.code(304).send();
  return reply.type(mediaType).send(text);
}

/** Weak or strong: what the text says is the same. */
const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
