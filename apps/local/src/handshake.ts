/** The one line a service writes when it can serve, or knows that it never will. */
export type Handshake =
  | { readonly ready: true; readonly service: string; readonly address?: string }
  | { readonly ready: false; readonly service: string; readonly reason: string };

/** A line of a service's standard output: a handshake, a log record, or text that should not be there. */
export function readHandshake(line: string): Handshake | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Partial<Record<string, unknown>>;
    const { ready, service, address, reason } = value;
    if (typeof ready !== 'boolean' || typeof service !== 'string') return undefined;
    if (!ready) return { ready, service, reason: typeof reason === 'string' ? reason : 'it gave no reason' };
    return typeof address === 'string' ? { ready, service, address } : { ready, service };
  } catch {
    return undefined;
  }
}
