import { services } from '@contracts';
import { limitSettings } from './limits-table.config';
import { noticeSettings } from './notices-table.config';
import {
  addresses,
  agencyCodes,
  claim,
  claims,
  dates,
  integer,
  oneOf,
  optionalText,
  optionalUrl,
  origins,
  roleMap,
  subjectsOfTokens,
  text,
  url,
  workingHours,
} from './setting-kinds.config';

export type { Setting } from './setting-kinds.config';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const allServices = services.join(', ');

/** Every setting of every process, in the order of the README. Whoever needs a new one adds a row here. */
export const settings = {
  eventStoreUrl: url(['esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover'], {
    name: 'EVENTSTORE_URL',
    default: 'esdb://localhost:2113?tls=true',
    description: 'connection string of the event store, the only store of record',
    readBy: allServices,
    secret: true,
  }),
  natsUrl: url(['nats', 'tls'], {
    name: 'NATS_URL',
    default: 'nats://127.0.0.1:4222',
    description: 'address of NATS with JetStream',
    readBy: `gateway, ${allServices}`,
  }),
  natsUser: optionalText({
    name: 'LIENTHONG_NATS_USER',
    description: 'NATS user of the services',
    readBy: `gateway, ${allServices}`,
  }),
  natsPassword: optionalText({
    name: 'LIENTHONG_NATS_PASSWORD',
    description: 'its password',
    readBy: `gateway, ${allServices}`,
    secret: true,
  }),
  busKeysFile: optionalText({
    name: 'LIENTHONG_BUS_KEYS_FILE',
    description:
      'file of the keys that sign what the services say to each other, one line `<name> <64 hex digits>` each, the ' +
      'first signs, at most two count; read again when it changes. Without it `identity/bus-keys` in the data folder',
    readBy: `gateway, ${allServices}`,
  }),
  natsCreds: optionalText({
    name: 'LIENTHONG_NATS_CREDS',
    description:
      'file with JWT and seed of the services, at a NATS with accounts, in place of user and password',
    readBy: `gateway, ${allServices}`,
  }),
  natsKeysDir: optionalText({
    name: 'LIENTHONG_NATS_KEYS_DIR',
    description:
      'folder with `operator.nk`, `accounts.key`, `services.creds` and `servers.creds`, at a NATS with accounts; ' +
      'without it no system connects with a key of its own',
    readBy: 'directory, bus',
  }),
  natsLogFile: optionalText({
    name: 'LIENTHONG_NATS_LOG_FILE',
    description:
      'log file of a nats-server on this machine; what systems try beside their permissions is counted from it, for ' +
      'servers tell it nowhere else. `npm start` names that of its own',
    readBy: 'bus',
  }),
  databaseUrl: url(['postgres', 'postgresql'], {
    name: 'DATABASE_URL',
    default: 'postgres://127.0.0.1:5432/lienthong',
    description:
      'PostgreSQL of the read models, of the cursors of webhooks and of notices; without it `npm start` runs one in the data folder',
    readBy: 'read-models, bus',
    secret: true,
  }),
  oidcIssuer: optionalUrl(['https', 'http'], {
    name: 'OIDC_ISSUER',
    description:
      'issuer of access tokens, https in production; without it the local issuer signs, never in production',
    readBy: 'gateway',
  }),
  oidcAudience: text({
    name: 'OIDC_AUDIENCE',
    default: 'lienthong',
    description: 'the `aud` a token must carry',
    readBy: 'gateway',
  }),
  oidcJwksUrl: optionalUrl(['https', 'http'], {
    name: 'LIENTHONG_OIDC_JWKS_URL',
    description:
      "key set of the issuer, https in production; without it the issuer's discovery document names it",
    readBy: 'gateway',
  }),
  oidcOfficerClaim: claim({
    name: 'LIENTHONG_OIDC_OFFICER_CLAIM',
    default: 'sub',
    description:
      'claim of a token that holds the id of the officer, such as `preferred_username`; of a nested one its path',
    readBy: 'gateway',
  }),
  oidcAgencyClaim: claim({
    name: 'LIENTHONG_OIDC_AGENCY_CLAIM',
    default: 'agency',
    description: 'claim that holds the code of the agency, as a text or a list of one',
    readBy: 'gateway',
  }),
  oidcRolesClaims: claims({
    name: 'LIENTHONG_OIDC_ROLES_CLAIM',
    default: 'roles',
    description:
      'claims that hold roles, with commas between, such as `realm_access.roles,resource_access.lienthong.roles`; ' +
      'all that are there count, and none of them has to be',
    readBy: 'gateway',
  }),
  oidcRoleMap: roleMap({
    name: 'LIENTHONG_OIDC_ROLE_MAP',
    description:
      'roles by the names the issuer has for them, `<name>=<role>` with commas between; unknown names count for nothing',
    readBy: 'gateway',
  }),
  oidcType: oneOf(['required', 'optional'], {
    name: 'LIENTHONG_OIDC_TYPE',
    default: 'required',
    description:
      'whether a token must say `typ` in its header, `at+jwt` or `JWT`; `optional` for issuers that leave it out',
    readBy: 'gateway',
  }),
  systems: subjectsOfTokens({
    name: 'LIENTHONG_SYSTEMS',
    description:
      '`sub` of tokens that may hold `Importer` or `AxisAdapter`, which no officer is appointed to; at most 20. ' +
      'The local issuer lists its own in the data folder',
    readBy: 'gateway',
  }),
  dataDir: text({
    name: 'LIENTHONG_DATA_DIR',
    default: './.lienthong',
    description:
      'data folder: contents, local identity, snapshots of long streams, the servers of `npm start`',
    readBy: `gateway, ${allServices}`,
  }),
  masterKeyFile: optionalText({
    name: 'LIENTHONG_MASTER_KEY_FILE',
    description:
      'file of the key that wraps the keys of personal data and of webhooks, 64 hex digits; made when there are no keys yet. ' +
      'Without it `master.key` in the data folder. It belongs into no backup of the data or of the keys',
    readBy: 'dossiers, bus',
  }),
  keysUrl: optionalUrl(['postgres', 'postgresql'], {
    name: 'LIENTHONG_KEYS_URL',
    description:
      'PostgreSQL of the keys of personal data and of webhooks, a database of its own, for more than one machine; needs ' +
      '`LIENTHONG_MASTER_KEY_FILE`. Without it they are files in the data folder',
    readBy: 'dossiers, bus',
    secret: true,
  }),
  host: text({
    name: 'LIENTHONG_HOST',
    default: '127.0.0.1',
    description: 'address the gateway listens on; `0.0.0.0` lets others in',
    readBy: 'gateway',
  }),
  port: integer({
    name: 'LIENTHONG_PORT',
    default: 8080,
    min: 0,
    max: 65_535,
    description: 'port of the gateway, the only one for others; 0 takes a free one',
    readBy: 'gateway',
  }),
  publicUrl: url(['https', 'http'], {
    name: 'LIENTHONG_PUBLIC_URL',
    default: 'http://localhost:8080',
    description:
      'where citizens reach the gateway; the QR codes of forms lead to `/public/dossiers/<code>` below it',
    readBy: 'gateway, bus',
  }),
  formNumbers: oneOf(['shown', 'hidden'], {
    name: 'LIENTHONG_FORM_NUMBERS',
    default: 'shown',
    description:
      'whether forms bear their number and circular; `hidden` until an authority has confirmed them',
    readBy: 'gateway',
  }),
  contentBytesMax: integer({
    name: 'LIENTHONG_CONTENT_MAX_BYTES',
    default: 10 * 1024 ** 3,
    min: 1,
    max: 10 * 1024 ** 3,
    description: 'largest file that may be uploaded, bytes',
    readBy: 'gateway',
  }),
  tokenHoursMax: integer({
    name: 'LIENTHONG_TOKEN_HOURS_MAX',
    default: 24,
    min: 1,
    max: 8_760,
    description: 'hours a token may be good for at most, from `iat` to `exp`; a longer one is refused (401)',
    readBy: 'gateway',
  }),
  uploadHours: integer({
    name: 'LIENTHONG_UPLOAD_HOURS',
    default: 24,
    min: 1,
    max: 8_760,
    description: 'hours an unfinished resumable upload may take before it is removed',
    readBy: 'gateway',
  }),
  scrubBytesPerSecond: integer({
    name: 'LIENTHONG_SCRUB_BYTES_PER_SECOND',
    default: 8 * 1024 ** 2,
    min: 0,
    max: 1024 ** 3,
    description: 'how fast kept contents are read again to find damage, bytes per second; 0 never reads',
    readBy: 'gateway',
  }),
  s3Bucket: optionalText({
    name: 'LIENTHONG_S3_BUCKET',
    description: 'bucket of the contents; without it they are files in the data folder',
    readBy: 'gateway, exchange, dossiers',
  }),
  s3Url: optionalUrl(['https', 'http'], {
    name: 'LIENTHONG_S3_URL',
    description: "address of the S3 server; without it the bucket is one of Amazon's",
    readBy: 'gateway, exchange, dossiers',
  }),
  s3Region: text({
    name: 'LIENTHONG_S3_REGION',
    default: 'us-east-1',
    description: 'region of the bucket',
    readBy: 'gateway, exchange, dossiers',
  }),
  s3AccessKeyId: optionalText({
    name: 'LIENTHONG_S3_ACCESS_KEY_ID',
    description: 'who asks the S3 server; without it the process has an identity of its own',
    readBy: 'gateway, exchange, dossiers',
  }),
  s3SecretAccessKey: optionalText({
    name: 'LIENTHONG_S3_SECRET_ACCESS_KEY',
    description: 'its secret',
    readBy: 'gateway, exchange, dossiers',
    secret: true,
  }),
  incomingHours: integer({
    name: 'LIENTHONG_INCOMING_HOURS',
    default: 72,
    min: 1,
    max: 8_760,
    description: 'hours an upload may wait to be named by a command before it is removed',
    readBy: 'gateway',
  }),
  looksDays: integer({
    name: 'LIENTHONG_LOOKS_DAYS',
    default: 3_650,
    min: 1,
    max: 36_500,
    description: 'days for which is kept who looked at what, counted from each look',
    readBy: 'audit',
  }),
  workingHours: workingHours({
    name: 'LIENTHONG_WORKING_HOURS',
    default: '07:00-11:30,13:30-17:00',
    description: 'when agencies work, local time; the work calendar begins with it, later it is revised',
    readBy: allServices,
  }),
  trustRoots: optionalText({
    name: 'LIENTHONG_TRUST_ROOTS',
    description: 'folder of the certificates (PEM, DER) that signatures are judged by; without it none holds',
    readBy: 'exchange',
  }),
  signatures: oneOf(['optional', 'required'], {
    name: 'LIENTHONG_SIGNATURES',
    default: 'optional',
    description: '`required` refuses a document without both signatures on every part',
    readBy: 'exchange',
  }),
  signatureDeadlineMs: integer({
    name: 'LIENTHONG_SIGNATURE_DEADLINE_MS',
    default: 20_000,
    min: 100,
    max: 600_000,
    description: 'time in which the signatures of one command are judged, milliseconds',
    readBy: 'gateway, exchange',
  }),
  signatureMemoryMib: integer({
    name: 'LIENTHONG_SIGNATURE_MEMORY_MIB',
    default: 256,
    min: 24,
    max: 4_096,
    description: 'heap of each of the two threads that judge signatures, MiB',
    readBy: 'exchange',
  }),
  signatureQueueMax: integer({
    name: 'LIENTHONG_SIGNATURE_QUEUE_MAX',
    default: 32,
    min: 0,
    max: 1_000,
    description: 'commands that may wait until their signatures are judged; one agency fills half of it',
    readBy: 'exchange',
  }),
  closures: dates({
    name: 'LIENTHONG_CLOSURES',
    description:
      'days on which all agencies are closed besides those of the country; the work calendar begins with them',
    readBy: allServices,
  }),
  calendarWithout: text({
    name: 'LIENTHONG_CALENDAR_WITHOUT',
    default: 'swap of 2026-08-31',
    description:
      'decisions whose days do not count, by source, with commas between, or `none`; the work calendar begins so',
    readBy: allServices,
  }),
  acknowledgementHours: integer({
    name: 'LIENTHONG_ACKNOWLEDGEMENT_HOURS',
    default: 4,
    min: 1,
    max: 400,
    description: 'working hours after which a delivery that has not arrived is recorded as overdue',
    readBy: 'exchange, read-models',
  }),
  recallAnswerDays: integer({
    name: 'LIENTHONG_RECALL_ANSWER_DAYS',
    default: 1,
    min: 0,
    max: 60,
    description: 'working days a recipient has to answer a recall, after the day of the request',
    readBy: 'exchange, read-models',
  }),
  carriedAgencies: agencyCodes({
    name: 'LIENTHONG_CARRIED_AGENCIES',
    description: 'recipients a carrier serves: it brings them documents and tells their statuses',
    readBy: 'exchange',
  }),
  webhookAllowedOrigins: origins({
    name: 'LIENTHONG_WEBHOOK_ALLOWED_ORIGINS',
    description:
      'receivers of webhooks besides those on https and port 443 of public hosts: `https://host:port`, or ' +
      '`http://host:port`; whatever address their names have',
    readBy: 'bus',
  }),
  webhookAllowedRanges: addresses({
    name: 'LIENTHONG_WEBHOOK_ALLOWED_RANGES',
    description:
      'addresses that receivers of webhooks may have besides public ones, as addresses or CIDR blocks',
    readBy: 'bus',
  }),
  ...noticeSettings,
  ...limitSettings,
  shutdownLimitMs: integer({
    name: 'LIENTHONG_SHUTDOWN_LIMIT_MS',
    default: 5_000,
    min: 100,
    max: 600_000,
    description: 'time a process may take to finish what it began when it is told to stop, milliseconds',
    readBy: `gateway, ${allServices}`,
  }),
  logLevel: oneOf(logLevels, {
    name: 'LIENTHONG_LOG_LEVEL',
    default: 'info',
    description: logLevels.join(', '),
    readBy: `gateway, ${allServices}`,
  }),
  logDir: optionalText({
    name: 'LIENTHONG_LOG_DIR',
    description: 'folder of rotating log files; standard error then shows warnings only',
    readBy: `gateway, ${allServices}`,
  }),
  environment: oneOf(['development', 'test', 'production'], {
    name: 'NODE_ENV',
    default: 'development',
    description: 'development, test, production; in production an outside issuer signs, over https alone',
    readBy: `gateway, ${allServices}`,
  }),
} as const;

/** What settings that are each right by themselves lack together, in the words of a refusal. */
export const halfSet = (env: NodeJS.ProcessEnv): string[] => [...halfOfKeys(env), ...halfOfMail(env)];

function halfOfMail(env: NodeJS.ProcessEnv): string[] {
  const [host, from] = [settings.smtpHost.name, settings.mailFrom.name];
  return env[host] && !env[from]
    ? [`${host} is set and ${from} is not: mail has to come from a mailbox`]
    : [];
}

function halfOfKeys(env: NodeJS.ProcessEnv): string[] {
  const [keys, master, rows] = [settings.keysUrl, settings.masterKeyFile, settings.databaseUrl];
  const keysUrl = env[keys.name];
  if (!keysUrl) return [];
  const lacking: string[] = [];
  if (!env[master.name])
    lacking.push(`${keys.name} is set and ${master.name} is not: every machine needs the same master key`);
  if (databaseOf(keysUrl) === databaseOf(env[rows.name] || rows.absent))
    lacking.push(`${keys.name} and ${rows.name} name one database; keys lie in one of their own`);
  return lacking;
}

/** Server, port and name, whoever logs in. */
function databaseOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, pathname } = new URL(text);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** What holds in production between settings that are each right by themselves, in the words of a refusal. */
export const inProduction = [
  [settings.oidcIssuer.name, /^https:\/\//, 'is not https; in production tokens are not trusted otherwise'],
  [settings.oidcJwksUrl.name, /^https:\/\//, 'is not https; in production keys are not trusted otherwise'],
] as const;
