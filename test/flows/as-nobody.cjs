/*
 * A stranger of this machine: knows where a store listens and which files it has, and nothing else. Started by the
 * superuser it goes on as nobody (uid 65534). Says in one line of JSON what it was able to do.
 *
 *   node as-nobody.cjs PORT FILE…
 */
const { mkdtempSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { connect } = require('node:tls');
const { EventStoreDBClient, jsonEvent } = require('@eventstore/db-client');
const { status } = require('@grpc/grpc-js');

const nobody = 65_534;
const [port, ...files] = process.argv.slice(2);
if (process.getuid() === 0) {
  process.setgroups([]);
  process.setgid(nobody);
  process.setuid(nobody);
}

/** A certificate is no secret: the node shows it to whoever asks. */
function certificate() {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: 'localhost', port: Number(port), rejectUnauthorized: false });
    socket.once('error', reject).once('secureConnect', () => {
      const lines = socket.getPeerCertificate().raw.toString('base64');
      socket.end();
      const file = join(mkdtempSync(join(tmpdir(), 'nobody-')), 'ca.pem');
      writeFileSync(file, `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`);
      resolve(file);
    });
  });
}

async function outcome(work) {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error.code === status.UNAVAILABLE ? 'unavailable' : (error.type ?? error.message);
  }
}

async function tried(url) {
  const client = EventStoreDBClient.connectionString(url);
  const read = await outcome(async () => {
    for await (const _ of client.readAll({ maxCount: 1 }));
  });
  const append = await outcome(() => client.appendToStream('stranger-1', jsonEvent({ type: 'S', data: {} })));
  await client.dispose();
  return { read, append };
}

const isReadable = (path) => {
  for (const open of [readFileSync, readdirSync]) {
    try {
      open(path);
      return true;
    } catch {
      // Neither a file nor a folder that it may look into.
    }
  }
  return false;
};

async function main() {
  const secure = `?tls=true&tlsCAFile=${encodeURIComponent(await certificate())}`;
  const at = `localhost:${port}`;
  const ways = {
    'without TLS': await tried(`esdb://${at}?tls=false`),
    'without a user': await tried(`esdb://${at}${secure}`),
    'with the password of a new real node': await tried(`esdb://admin:changeit@${at}${secure}`),
    'as another user': await tried(`esdb://lienthong:changeit@${at}${secure}`),
  };
  const readable = files.filter(isReadable);
  process.stdout.write(`${JSON.stringify({ uid: process.getuid(), ways, readable })}\n`);
}

void main();
