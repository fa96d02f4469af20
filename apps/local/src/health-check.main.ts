import { connectNats } from '@adapters/messaging';
import { type ServiceName, services } from '@contracts';
import { busKeysFileOf, configuration } from '@runtime';
import { healthOf } from './service-health';
import { toolsSigner } from './tools-signer';

const limitMs = 4_000;

const isService = (name: string): name is ServiceName => (services as readonly string[]).includes(name);

/**
 * `node health-check.main.js <service>`: exit code 0 when that service can do its work, 1 otherwise. For container
 * checks.
 */
async function isReady(name: string, signal: AbortSignal): Promise<boolean> {
  const settings = configuration();
  const { natsUrl: url, natsUser: user, natsPassword: password, natsCreds: creds, port } = settings;
  if (name === 'gateway') return (await fetch(`http://127.0.0.1:${port}/health/live`, { signal })).ok;
  if (!isService(name)) throw new Error(`no such service: ${name}`);
  const signer = await toolsSigner(busKeysFileOf(settings));
  const connection = await connectNats({ url, user, password, creds, name: 'health-check' });
  try {
    return (await healthOf({ connection, signer }, name, limitMs))?.ready === true;
  } finally {
    await connection.close();
  }
}

isReady(process.argv[2] ?? '', AbortSignal.timeout(limitMs)).then(
  (ready) => process.exit(ready ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
