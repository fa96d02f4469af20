import { passesByWaiting } from '@contracts';

/** Whether what failed may work later: a part that is away, or JetStream, which tells in the same words that it is. */
export const mayPass = (error: unknown): boolean =>
  passesByWaiting(error) || (error instanceof Error && error.name === 'NatsError');
