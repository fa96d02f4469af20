import type { LiveEvent } from '@contracts';

/** One event as the HTML standard writes server-sent events; the data is one line of JSON. */
export const eventText = ({ position, ...event }: LiveEvent): string =>
  `id: ${position}\nevent: ${event.fact}\ndata: ${JSON.stringify(event)}\n\n`;

/** Dispatches nothing, keeps the connection alive and moves the id on over what did not concern the reader. */
export const heartbeatText = (through: string): string => `: nothing new\nid: ${through}\n\n`;

/** First thing said: how long to wait before coming back, milliseconds. */
export const greetingText = (retryMs: number): string => `retry: ${retryMs}\n\n`;

/** Why a stream ends that cannot go on. */
export const problemText = (problem: object): string =>
  `event: problem\ndata: ${JSON.stringify(problem)}\n\n`;
