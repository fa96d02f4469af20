import { addresses, integer, optionalPort, type Setting, text } from './setting-kinds.config';

const gatewayLimit = (
  name: string,
  absent: number,
  description: string,
  { min = 1, max = 1_000_000 } = {},
): Setting<number> => integer({ name, default: absent, min, max, description, readBy: 'gateway' });

/** What one officer, one agency or one address may take of the house; part of the one table. */
export const limitSettings = {
  officerRequestsMax: gatewayLimit(
    'LIENTHONG_OFFICER_REQUESTS_MAX',
    16,
    'requests of one officer that are answered at once; a batch is one, and each of its commands',
    { min: 2 },
  ),
  officerRequestsPerSecond: gatewayLimit(
    'LIENTHONG_OFFICER_REQUESTS_PER_SECOND',
    50,
    'requests of one officer in a second, over time; a JSON body counts as one for each 2 KiB; role `Importer` is free of it',
  ),
  officerRequestsBurst: gatewayLimit(
    'LIENTHONG_OFFICER_REQUESTS_BURST',
    100,
    'requests that an officer who was quiet may send in one go',
  ),
  agencyRequestsMax: gatewayLimit(
    'LIENTHONG_AGENCY_REQUESTS_MAX',
    64,
    'requests of one agency that are answered at once',
  ),
  agencyRequestsPerSecond: gatewayLimit(
    'LIENTHONG_AGENCY_REQUESTS_PER_SECOND',
    400,
    'requests of one agency in a second, over time; a JSON body counts as one for each 2 KiB; role `Importer` is free of it',
  ),
  agencyRequestsBurst: gatewayLimit(
    'LIENTHONG_AGENCY_REQUESTS_BURST',
    800,
    'requests that an agency that was quiet may send in one go',
  ),
  failedTokensPerSecond: gatewayLimit(
    'LIENTHONG_FAILED_TOKENS_PER_SECOND',
    100,
    'requests without a valid token that one address may send in a second, ten times as many in one go; 0 is no limit',
    { min: 0 },
  ),
  publicLooksPerSecond: gatewayLimit(
    'LIENTHONG_PUBLIC_LOOKS_PER_SECOND',
    5,
    'look-ups of dossier codes, and messages to judge, without a token that one address may send in a second, ten times as many in one go; 0 is no limit',
    { min: 0 },
  ),
  trustedProxies: addresses({
    name: 'LIENTHONG_TRUSTED_PROXIES',
    description: 'proxies whose `X-Forwarded-For` tells the address that asks, as addresses or CIDR blocks',
    readBy: 'gateway',
  }),
  metricsPort: optionalPort({
    name: 'LIENTHONG_METRICS_PORT',
    description:
      'port of its own for `/metrics`, without a token; none without it, and an Operator asks the gateway',
    readBy: 'gateway',
  }),
  metricsHost: text({
    name: 'LIENTHONG_METRICS_HOST',
    default: '127.0.0.1',
    description: 'address that port listens on; whoever reaches it reads the numbers',
    readBy: 'gateway',
  }),
  officerStreamsMax: gatewayLimit(
    'LIENTHONG_OFFICER_STREAMS_MAX',
    8,
    'live streams that one officer may have open',
  ),
  agencyStreamsMax: gatewayLimit(
    'LIENTHONG_AGENCY_STREAMS_MAX',
    600,
    'live streams that one agency may have open',
  ),
  streamsMax: gatewayLimit('LIENTHONG_STREAMS_MAX', 2_000, 'live streams that one gateway holds open'),
  agencyRecipientsPerDay: gatewayLimit(
    'LIENTHONG_AGENCY_RECIPIENTS_PER_DAY',
    50_000,
    'recipients to which one agency issues documents in a day; role `Importer` is free of it',
    { min: 1_000, max: 10_000_000 },
  ),
  uploadQuotaBytes: gatewayLimit(
    'LIENTHONG_UPLOAD_QUOTA_BYTES',
    20 * 1024 ** 3,
    'what one officer may have uploaded that no command has named yet, unfinished uploads included, bytes',
    { max: 1024 ** 5 },
  ),
  officerUploadsMax: gatewayLimit(
    'LIENTHONG_OFFICER_UPLOADS_MAX',
    20,
    'unfinished uploads that one officer may have',
  ),
  uploadBytesPerSecondMin: gatewayLimit(
    'LIENTHONG_UPLOAD_BYTES_PER_SECOND_MIN',
    4_096,
    'an upload that comes more slowly than this over a minute is ended, bytes per second; 0 waits for every one',
    { min: 0 },
  ),
  diskReserveBytes: gatewayLimit(
    'LIENTHONG_DISK_RESERVE_BYTES',
    2 * 1024 ** 3,
    'free bytes of the disk below which uploads stop; the larger one of this and the next counts',
    { min: 0, max: 1024 ** 5 },
  ),
  diskReservePercent: gatewayLimit(
    'LIENTHONG_DISK_RESERVE_PERCENT',
    5,
    'free part of the disk below which uploads stop, percent',
    { min: 0, max: 50 },
  ),
  sumDeadlineMs: integer({
    name: 'LIENTHONG_SUM_DEADLINE_MS',
    default: 600_000,
    min: 1_000,
    max: 3_600_000,
    description:
      'time in which a file of more than 4 MiB is hashed, and in which its turn has to come, milliseconds',
    readBy: 'gateway, exchange',
  }),
  sumQueueMax: integer({
    name: 'LIENTHONG_SUM_QUEUE_MAX',
    default: 32,
    min: 0,
    max: 1_000,
    description: 'files of more than 4 MiB that may wait until they are hashed',
    readBy: 'gateway, exchange',
  }),
  printDeadlineMs: gatewayLimit(
    'LIENTHONG_PRINT_DEADLINE_MS',
    120_000,
    'time in which a register is printed, milliseconds',
    { min: 1_000, max: 3_600_000 },
  ),
  printMemoryMib: gatewayLimit(
    'LIENTHONG_PRINT_MEMORY_MIB',
    256,
    'heap of each of the two threads that print registers, MiB',
    { min: 32, max: 4_096 },
  ),
  printQueueMax: gatewayLimit(
    'LIENTHONG_PRINT_QUEUE_MAX',
    32,
    'prints that may wait for a thread; one agency fills half of it',
    { min: 0, max: 1_000 },
  ),
} as const;
