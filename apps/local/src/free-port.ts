import { createServer } from 'node:net';
import { StartRefused } from './start-refused';

/** Refuses early what the gateway would find out late. Port 0 is always free. */
export async function assertPortFree(port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => reject(refusal(port, error)));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve()));
  });
}

function refusal(port: number, error: NodeJS.ErrnoException): StartRefused {
  if (error.code === 'EADDRINUSE') {
    return new StartRefused(
      `Port ${port} is in use by another program: stop it, or choose another: npm start -- --port ${port + 1}`,
    );
  }
  if (error.code === 'EACCES') {
    return new StartRefused(
      `Port ${port} needs rights this user does not have: choose one above 1023: npm start -- --port 8080`,
    );
  }
  return new StartRefused(
    `Port ${port} cannot be opened (${error.message}): choose another: npm start -- --port 8081`,
  );
}
