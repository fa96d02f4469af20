/*
 * A certified OpenID Connect provider on a free port of this machine. Each client has tokens of a shape of its own:
 * what stands in their header and among their claims. Prints its issuer, ends with its standard input.
 *
 *   node provider.mjs '{"<client>":{"header":{…},"claims":{…}},…}'
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const shapes = JSON.parse(process.argv[2]);
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const keyOf = async (alg) => {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: alg };
};
const keys = [await keyOf('RS256'), await keyOf('ES256')];

const provider = new Provider(issuer, {
  clients: Object.keys(shapes).map((id) => ({
    client_id: id,
    client_secret: `secret-of-${id}`,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  })),
  jwks: { keys },
  cookies: { keys: ['of-a-test'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:example:api',
      getResourceServerInfo: (_context, _resource, { clientId }) => ({
        scope: '',
        audience: shapes[clientId].audience ?? 'lienthong',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: shapes[clientId].algorithm ?? 'RS256' } },
      }),
    },
  },
  formats: {
    customizers: {
      jwt: (_context, { clientId }, token) => {
        token.header = shapes[clientId].header;
        Object.assign(token.payload, shapes[clientId].claims);
      },
    },
  },
});
provider.on('server_error', (_context, error) => console.error(error));
server.on('request', provider.callback());
console.log(issuer);
process.stdin.resume().on('end', () => process.exit());
