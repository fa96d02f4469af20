/**
 * `node flood.cjs FILE`: sends one request again and again over many connections, as fast as it is answered, until it
 * is killed. The file says which, as JSON: `url connections method path headers bodyFile needsKey`.
 */
const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const autocannon = require('autocannon');

const { url, connections, method, path, headers, bodyFile, needsKey } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
const body = bodyFile === undefined ? undefined : readFileSync(bodyFile);
const request = { method, path, headers, body };
const withKey = (one) => ({ ...one, headers: { ...headers, 'idempotency-key': randomUUID() } });
autocannon({
  ...{ url, connections, duration: 3600, timeout: 60 },
  requests: [needsKey === true ? { ...request, setupRequest: withKey } : request],
});
