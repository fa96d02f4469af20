import { parse, v5 } from 'uuid';

const namespace = parse('45eed9fe-3415-4481-a9eb-263e5540fb03');

/** UUIDv5 of stream, command and place: whoever repeats a command makes the same events. */
export const eventId = (stream: string, commandId: string, index: number): string =>
  v5(Buffer.from(`${stream}/${commandId}/${index}`), namespace);
