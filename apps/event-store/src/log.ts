import pino, { type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on stderr, written at once: stdout belongs to the handshake, and a dying process loses nothing. */
export const openLog = (): Log =>
  pino(
    {
      base: { service: 'event-store' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );

/** For nodes inside a test process, whose terminal belongs to the test runner. */
export const silentLog = (): Log => pino({ level: 'silent' });
