import { configuration } from '@runtime';
import { connectNats } from '@adapters/messaging';
import { healthSubject, services, type ServiceName } from '@contracts';

const limitMs = 4_000;

/**
 * `node health-check.main.js <service>`: exit code 0 when that service can do its work, 1 otherwise. For container
 * checks.
 */
async function isReady(name: string, signal: AbortSignal): Promise<boolean> {
  const { natsUrl, natsUser, natsPassword, port } = configuration();
  if (name === 'gateway') return (await fetch(`http://127.0.0.1:${port}/health/live`, { signal })).ok;
  if (!(services as readonly string[]).includes(name)) throw new Error(`no such service: ${name}`);
  const connection = await connectNats({
    url: natsUrl,
    ...(natsUser === undefined ? {} : { user: natsUser }),
    ...(natsPassword === undefined ? {} : { password: natsPassword }),
    name: 'health-check',
  });
  try {
    const packet = JSON.stringify({ id: '1', pattern: healthSubject(name as ServiceName), data: {} });
    const reply = await connection.request(healthSubject(name as ServiceName), Buffer.from(packet), {
      timeout: limitMs,
    });
    return reply.json<{ response?: { answer?: { ready?: boolean } } }>().response?.answer?.ready === true;
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
