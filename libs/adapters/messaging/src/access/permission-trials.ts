import { notices, subject, subjects } from '@contracts';
import { agencyToken } from '@domain/codes';
import { publicStreamName } from '../public-stream';
import { RawClient } from './raw-client';
import { accessOf, type Granted } from './system-access';

/** One subject, tried one way. */
export interface Trial {
  readonly how: 'publish' | 'subscribe';
  readonly subject: string;
  readonly expected: 'works' | 'refused';
}

/** Every kind of question that JetStream of any server answers, of a stream and of the consumers that are named. */
const jetStreamApi = (stream: string, consumers: readonly string[]): readonly string[] => [
  ...[
    'INFO',
    'STREAM.NAMES',
    'STREAM.LIST',
    'STREAM.TEMPLATE.NAMES',
    'META.LEADER.STEPDOWN',
    'SERVER.REMOVE',
  ],
  ...['ACCOUNT.PURGE.A', 'ACCOUNT.STREAM.MOVE.A.S', 'STREAM.TEMPLATE.CREATE.T', 'STREAM.TEMPLATE.DELETE.T'],
  ...['CREATE', 'UPDATE', 'INFO', 'DELETE', 'PURGE', 'MSG.DELETE', 'MSG.GET', 'SNAPSHOT', 'RESTORE'].map(
    (verb) => `STREAM.${verb}.${stream}`,
  ),
  ...['LEADER.STEPDOWN', 'PEER.REMOVE'].map((verb) => `STREAM.${verb}.${stream}`),
  ...[`DIRECT.GET.${stream}`, `DIRECT.GET.${stream}.public.any`],
  ...['NAMES', 'LIST', 'CREATE'].map((verb) => `CONSUMER.${verb}.${stream}`),
  ...consumers.flatMap((consumer) => [
    ...['DURABLE.CREATE', 'CREATE', 'DELETE', 'LEADER.STEPDOWN', 'PAUSE', 'UNPIN', 'RESET'].map(
      (verb) => `CONSUMER.${verb}.${stream}.${consumer}`,
    ),
    `CONSUMER.CREATE.${stream}.${consumer}.public.>`,
  ]),
];

const asked = (consumer: string): readonly string[] => [
  `feed.API.CONSUMER.MSG.NEXT.${publicStreamName}.${consumer}`,
  `feed.API.CONSUMER.INFO.${publicStreamName}.${consumer}`,
  `$JS.API.CONSUMER.MSG.NEXT.${publicStreamName}.${consumer}`,
  `$JS.API.CONSUMER.INFO.${publicStreamName}.${consumer}`,
  `$JS.ACK.${publicStreamName}.${consumer}.1.1.1.1.0`,
];

const sampled = (pattern: string): string => pattern.replace(/>$/, '1.1.1.1.0');

/** What belongs to a neighbour, to agencies themselves, to the services and to the servers, as plain subjects. */
function foreignTo(own: Granted, neighbour: Granted, tokens: readonly string[]): readonly string[] {
  const [mine, theirs] = [accessOf(own), accessOf(neighbour)];
  const myConsumers = mine.consumers.map(({ consumer }) => consumer);
  const ofOthers = [
    ...theirs.consumers.map(({ consumer }) => consumer),
    ...tokens.map((token) => `inbox-${token}`),
  ];
  const [command = 'commands.A.B.C'] = mine.commands;
  return [
    ...jetStreamApi(publicStreamName, [...myConsumers, ...ofOthers]).map((verb) => `$JS.API.${verb}`),
    ...[...myConsumers, ...ofOthers].flatMap(asked),
    ...['feed.API.INFO', 'feed.API.STREAM.INFO.PUBLIC', 'feed.API.CONSUMER.LIST.PUBLIC'],
    ...['$JS.EVENT.ADVISORY.API', '$JS.FC.PUBLIC.A.1', '$JSC.R.1', '$JS.D.API.INFO', '$KV.A.B', '$O.A.C.D'],
    ...['$SYS.REQ.CLAIMS.UPDATE', '$SYS.REQ.CLAIMS.DELETE', '$SYS.REQ.SERVER.PING', '$SYS.REQ.USER.INFO'],
    ...[
      '$SYS.REQ.ACCOUNT.A.CLAIMS.LOOKUP',
      '$SYS.ACCOUNT.A.CONNECT',
      '$SYS.SERVER.A.STATSZ',
      '$G.A',
      '_R_.A',
    ],
    ...tokens.map((token) => `public.${token}.exchange.document-arrived.v1`),
    ...[...Object.values<string>(subjects), ...Object.values<string>(notices)],
    ...theirs.commands,
    ...[`${command}.more`, `${command.slice(0, command.lastIndexOf('.'))}.registerAgency`, 'commands.A.B.C'],
    ...[`_INBOX.${neighbour.systemId}.1`, '_INBOX.1', '_INBOX', 'a', '$a', '_a'],
  ].filter((each) => !isAllowed(mine.permissions.pub.allow, each));
}

const isAllowed = (allow: readonly string[], tried: string): boolean =>
  allow.some((each) => (each.endsWith('>') ? tried.startsWith(each.slice(0, -1)) : tried === each));

/** Patterns that would hear more than the own replies. */
const wildcards = (own: Granted, neighbour: Granted, tokens: readonly string[]): readonly string[] => [
  ...[
    '>',
    '*',
    '*.>',
    '*.*',
    '*.*.>',
    'public.>',
    'public.*.>',
    ...tokens.map((token) => `public.${token}.>`),
  ],
  ...[
    '$JS.>',
    '$JS.API.>',
    '$JS.ACK.>',
    `$JS.ACK.${publicStreamName}.>`,
    '$JS.EVENT.>',
    '$SYS.>',
    '$SYS.REQ.>',
  ],
  ...['_INBOX.>', '_INBOX.*', '_INBOX.*.>', `_INBOX.${neighbour.systemId}.>`, '_R_.>', 'commands.>'],
  ...[own, neighbour].map(({ systemId }) => `${subject('commands', systemId)}.>`),
  ...['directory.>', 'exchange.>', 'dossiers.>', 'read-models.>', 'bus.>', 'audit.>', '*.health.v1'],
];

const trials = (how: Trial['how'], expected: Trial['expected'], tried: readonly string[]): readonly Trial[] =>
  [...new Set(tried)].map((each) => ({ how, subject: each, expected }));

/** What one system tries of its own, of a neighbour's, and of the house's: both ways. */
export function trialsOf(own: Granted, neighbour: Granted): readonly Trial[] {
  const { inboxPrefix, permissions } = accessOf(own);
  const agencies = [own, neighbour].flatMap(({ readsFor, sendsFor }) => [...readsFor, ...sendsFor]);
  const tokens = [...new Set(agencies.map(agencyToken))];
  const foreign = foreignTo(own, neighbour, tokens);
  const { allow } = permissions.pub;
  return [
    ...trials('publish', 'works', allow.map(sampled)),
    ...trials('subscribe', 'works', [`${inboxPrefix}.>`, `${inboxPrefix}.1`, `${inboxPrefix}.*`]),
    ...trials('publish', 'refused', [...foreign, `${inboxPrefix}.1`]),
    ...trials('subscribe', 'refused', [...foreign, ...wildcards(own, neighbour, tokens), ...allow]),
  ];
}

/** @throws at once when nobody is there, or lets nobody in with it: a client of NATS would go on trying. */
export async function assertLetsIn(url: string, creds: string): Promise<void> {
  (await RawClient.enter(url, creds)).close();
}

/** Trials that came out otherwise than they should, in words; nothing when all is well. */
export async function wrongTrials(url: string, creds: string, tried: readonly Trial[]): Promise<string[]> {
  const client = await RawClient.enter(url, creds);
  const wrong: string[] = [];
  try {
    for (const { how, subject: on, expected } of tried) {
      const said = await client[how](on);
      const isAsExpected = said === 'nothing' ? expected === 'works' : isRefusal(said.refused, expected);
      if (!isAsExpected) wrong.push(`${how} ${on}: ${said === 'nothing' ? 'works' : said.refused}`);
    }
  } finally {
    client.close();
  }
  return wrong;
}

const isRefusal = (words: string, expected: Trial['expected']): boolean =>
  expected === 'refused' && words.startsWith('Permissions Violation');
