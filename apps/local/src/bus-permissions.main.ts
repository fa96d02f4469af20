import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connectNats } from '@adapters/messaging';
import { AccountKeys, AccountRegistry, credsOf, newUserPair, serversCreds } from '@adapters/messaging/access';
import { assertLetsIn, trialsOf, wrongTrials } from '@adapters/messaging/permission-trials';
import { runTool, toolArguments, ToolRefused } from './tool';

const usage = 'usage: npm run bus:permissions -- nats://HOST:PORT [--keys DIR]';

const tried = (agency: string) => ({
  ...({ systemId: randomUUID(), readsFor: [agency], reads: 'everything', sendsFor: [agency] } as const),
  ...{ operations: ['acceptReceipt', 'refuseReceipt'], ended: [] },
});

/** Two systems of two agencies that nobody has, which try every subject of each other and of the house. */
runTool(async () => {
  const { options, words } = toolArguments(process.argv.slice(2), ['keys']);
  const [url, ...rest] = words;
  if (url === undefined || rest.length > 0 || !/^(nats|tls):\/\//.test(url)) throw new ToolRefused(usage);
  const folder = options['keys'] ?? process.env['LIENTHONG_NATS_KEYS_DIR'] ?? '.lienthong/identity/bus';
  const keys = await AccountKeys.open(folder);
  await assertLetsIn(url, await readFile(serversCreds(folder), 'utf8'));
  const servers = await connectNats({ url, creds: serversCreds(folder), name: 'bus:permissions' });
  const version = servers.info?.version;
  const registry = new AccountRegistry(servers, keys);
  const [one, other] = [tried('Z98.1'), tried('Z98.2')];
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let failed = 0;
  try {
    for (const system of [one, other]) await registry.open(system);
    for (const [own, neighbour] of [
      [one, other],
      [other, one],
    ] as const) {
      const { publicKey, seed } = newUserPair();
      const jwt = keys.userJwt(own.systemId, { publicKey, issuedAt: new Date().toISOString() });
      const trials = trialsOf(own, neighbour);
      const wrong = await wrongTrials(url, credsOf(jwt, seed), trials);
      for (const line of wrong) say(`wrong: ${line}`);
      say(`${trials.length - wrong.length} of ${trials.length} subjects as they should be`);
      failed += wrong.length;
    }
  } finally {
    for (const { systemId } of [one, other]) await registry.close(systemId, new Date().toISOString());
    await servers.close();
  }
  say(`nats-server ${version}: ${failed === 0 ? 'holds' : 'does not hold'} the permissions of systems`);
  if (failed > 0) throw new ToolRefused(`${failed} subjects are not as they should be`);
});
