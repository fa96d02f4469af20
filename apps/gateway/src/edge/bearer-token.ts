import type { FastifyRequest } from 'fastify';

/** RFC 6750, 2.1: the scheme in any case, spaces, one token. */
const credentials = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
/** No other scheme whose name begins with this one. */
const isBearer = /^Bearer(?![\w!#$%&'*+.^`|~-])/i;

/** What a request brings for a token, one of the two: neither where it brings no credentials, or of another kind. */
export interface Brought {
  readonly token?: string;
  /** What is wrong with the header. */
  readonly malformed?: string;
}

/** Looks at every line of the field: Node keeps the first one only, and another reader on the way maybe the last. */
export function tokenIn({ raw, query }: Pick<FastifyRequest, 'query'> & { raw: Raw }): Brought {
  const lines = valuesOf('authorization', raw);
  const [line = ''] = lines;
  if (lines.length > 1) return { malformed: 'stands more than once' };
  if (!isBearer.test(line)) return {};
  if ('access_token' in (query as object)) return { malformed: 'comes with a second token, `access_token`' };
  const token = credentials.exec(line)?.[1];
  return token === undefined ? { malformed: 'is not `Bearer`, spaces and one token' } : { token };
}

interface Raw {
  readonly rawHeaders: readonly string[];
}

const valuesOf = (name: string, { rawHeaders }: Raw): readonly string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);

/** The challenge of an answer, RFC 6750, 3. No error is told to who brought no token. */
export const challenge = (
  error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope',
  said = '',
): Readonly<Record<'www-authenticate', string>> => {
  const why = error === undefined ? '' : `, error="${error}", error_description="${said}"`;
  return { 'www-authenticate': `Bearer realm="lienthong"${why}` };
};
