import { sidesOf } from './catalogue';
import type { JsonSchema } from './json-schema';
import { liveFacts } from './live-facts';
import { type DescribedType, type PublicType, publicTypes, webhookTrials } from './schemas';

/** `#/a/b~1c`, as JSON Pointer writes it. */
const to = (...path: readonly string[]) => ({
  $ref: `#/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
});
const words = (en: string, vi: string): string => `${en} / ${vi}`;

const onNats = { nats: { bindingVersion: '0.1.0' } };
const onHttp = { http: { method: 'GET', bindingVersion: '0.3.0' } };

/** What JetStream keeps, and how an agency's own consumer stands in it. */
const jetStream = {
  stream: 'PUBLIC',
  consumer: 'inbox-{agencyToken}',
  deliverPolicy: 'all',
  ackPolicy: 'explicit',
  ackWaitSeconds: 30,
  maxAckPending: 1_000,
  keptDays: 7,
  messageIdHeader: 'Nats-Msg-Id',
};

const introduction = [
  'What an integrating system is told: facts of official documents, their deliveries, dossiers and legs, one',
  'CloudEvents 1.0 message (JSON, structured mode) for each agency concerned. An agency reads its own subjects',
  '`public.<agencyToken>.>`, oldest first, by the durable consumer of the stream `PUBLIC` that stands for it, and',
  'acknowledges each message. A message may come again, with the same `id`; fields and attributes may be added to a',
  'version, so that what is not known is left alone; another meaning is another version. Programs of people hear of',
  'documents on the live streams of the gateway, as server-sent events.',
  '/',
  'Dữ kiện về văn bản, việc gửi nhận, hồ sơ và các bước liên thông, mỗi cơ quan liên quan một bản tin CloudEvents 1.0',
  '(JSON). Cơ quan đọc các chủ đề `public.<agencyToken>.>` của mình. Một bản tin có thể đến lại với cùng `id`;',
  'trường chưa biết thì bỏ qua.',
].join(' ');

const agencyToken = {
  description: words(
    "the agency's code with `-` for `.`, such as H26-1",
    'mã cơ quan, dấu `.` thay bằng `-`, ví dụ H26-1',
  ),
  examples: ['H26-1'],
};

const camel = (fact: string): string => fact.slice(0, 1).toLowerCase() + fact.slice(1);

function channelOf({ fact, kind, said }: PublicType): object {
  return {
    address: `public.{agencyToken}.${kind.context}.${said.name}.v${said.version}`,
    title: fact,
    description: words(said.en, said.vi),
    servers: [to('servers', 'bus')],
    parameters: { agencyToken: to('components', 'parameters', 'agencyToken') },
    messages: { [fact]: to('components', 'messages', fact) },
  };
}

function operationOf({ fact, said }: PublicType): object {
  return {
    action: 'receive',
    channel: to('channels', camel(fact)),
    title: fact,
    summary: words(said.en, said.vi),
    description: `Told to: ${sidesOf(said).join(', ')}.`,
    messages: [to('channels', camel(fact), 'messages', fact)],
    bindings: onNats,
    'x-jetstream': jetStream,
  };
}

function messageOf({ type, fact, said, message }: DescribedType): object {
  const data = to('components', 'schemas', `${fact}Data`);
  return {
    name: type,
    title: fact,
    summary: words(said.en, said.vi),
    contentType: 'application/cloudevents+json',
    payload: { ...message, properties: { ...message.properties, data } },
  };
}

/** Everything that a webhook may be sent, by POST to the address that it was subscribed with. */
function webhookChannel(types: readonly DescribedType[]): object {
  const [signed, path] = [
    words(
      'each signed as Standard Webhooks 1.0 has it: webhook-id, webhook-timestamp, webhook-signature',
      'ký theo Standard Webhooks 1.0',
    ),
    words("of the receiver's address", 'đường dẫn của bên nhận'),
  ];
  return {
    address: '/{path}',
    title: 'Webhook',
    description: `${words('what happens, sent to a system of the agency', 'gửi đến hệ thống của cơ quan')}; ${signed}.`,
    servers: [to('servers', 'receiver')],
    parameters: { path: { description: path } },
    messages: Object.fromEntries(types.map(({ fact }) => [fact, to('components', 'messages', fact)])),
  };
}

const webhookOperation = {
  action: 'receive',
  channel: to('channels', 'webhook'),
  title: 'Webhook',
  summary: words('Take what is sent to a webhook', 'Nhận bản tin gửi đến webhook'),
  bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
};

const text = { type: 'string' } as const;

/** What an event of a live stream holds; its name is the fact's. */
const liveData: JsonSchema = {
  type: 'object',
  required: ['documentId', 'from', 'fact', 'state', 'at'],
  properties: {
    documentId: { ...text, format: 'uuid', description: words('the document', 'văn bản') },
    from: { ...text, description: words('code of the issuing agency', 'mã cơ quan ban hành') },
    to: {
      ...text,
      description: words(
        'code of the recipient whose delivery it concerns; absent for facts of the document itself',
        'mã nơi nhận; bỏ trống khi là dữ kiện của chính văn bản',
      ),
    },
    fact: { ...text, description: words('its name, as the event bears it', 'tên dữ kiện') },
    state: { ...text, description: words('of the document or delivery after it', 'trạng thái sau đó') },
    at: { ...text, format: 'date-time', description: words('when it occurred', 'thời điểm xảy ra') },
  },
};

const liveMessages = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(liveFacts).flatMap(([fact, sides]) =>
      sides.length === 0
        ? []
        : [
            [
              `live${fact}`,
              {
                name: fact,
                title: fact,
                summary: `Told to: ${sides.join(', ')}.`,
                contentType: 'application/json',
                payload: to('components', 'schemas', 'LiveEvent'),
              },
            ],
          ],
    ),
  );

/** What ends a live stream that cannot go on, as the event `problem`. */
const streamProblem = {
  name: 'problem',
  title: 'StreamProblem',
  summary: words('Why the stream ends and is not to be asked for again', 'Lý do kết thúc luồng'),
  contentType: 'application/json',
  payload: { type: 'object', required: ['type', 'title', 'status'], description: 'RFC 9457' },
};

/** Server-sent events of the gateway: `event` is the name of the message, `id` the position to go on after. */
function liveChannel(address: string, names: readonly string[], en: string, vi: string): object {
  const parameters = address.includes('{documentId}')
    ? { parameters: { documentId: { description: words('the document', 'văn bản') } } }
    : {};
  return {
    address,
    description: `${words(en, vi)}. text/event-stream; \`Last-Event-ID\` goes on after the last one that was seen.`,
    servers: [to('servers', 'gateway')],
    ...parameters,
    messages: Object.fromEntries(
      [...names, 'streamProblem'].map((name) => [name, to('components', 'messages', name)]),
    ),
  };
}

function liveChannels(): Readonly<Record<string, object>> {
  const names = Object.keys(liveMessages());
  const toRecipient = names.filter((name) => liveFacts[name.slice('live'.length)]?.includes('recipient'));
  return {
    inboxEvents: liveChannel('/inbox/events', toRecipient, 'the own inbox', 'văn bản đến của cơ quan'),
    documentEvents: liveChannel('/documents/{documentId}/events', names, 'one document', 'một văn bản'),
  };
}

const liveOperation = (channel: string, en: string, vi: string): object => ({
  action: 'receive',
  channel: to('channels', channel),
  summary: words(en, vi),
  bindings: onHttp,
});

const servers = {
  bus: {
    host: '{address}',
    protocol: 'nats',
    protocolVersion: '2',
    description: words('the bus of the installation', 'trục tin của hệ thống'),
    variables: {
      address: { description: words('as its operator tells it', 'do đơn vị vận hành cung cấp') },
    },
    bindings: {},
  },
  receiver: {
    host: '{address}',
    protocol: 'https',
    description: words('a system of the agency that subscribed', 'hệ thống của cơ quan đã đăng ký'),
    variables: {
      address: { description: words('as it was subscribed with', 'địa chỉ đã đăng ký') },
    },
  },
  gateway: {
    host: '{address}',
    protocol: 'https',
    description: words('this gateway', 'cổng này'),
    variables: {
      address: { description: words('as its operator tells it', 'do đơn vị vận hành cung cấp') },
    },
  },
};

/** The AsyncAPI 3 document of everything that is told to the outside, of this version of the program. */
export function asyncApi(version: string): object {
  const types = publicTypes();
  const sent = [...types, ...webhookTrials()];
  const by = (part: (type: PublicType) => readonly [string, object]) =>
    Object.fromEntries(types.map((type) => part(type)));
  const bySent = (part: (type: DescribedType) => readonly [string, object]) =>
    Object.fromEntries(sent.map((type) => part(type)));
  return {
    asyncapi: '3.0.0',
    id: 'urn:lienthong:public-facts',
    info: {
      title: 'Lienthong',
      version,
      description: introduction,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers,
    channels: {
      ...by((type) => [camel(type.fact), channelOf(type)]),
      webhook: webhookChannel(sent),
      ...liveChannels(),
    },
    operations: {
      ...by((type) => [`receive${type.fact}`, operationOf(type)]),
      receiveWebhook: webhookOperation,
      readInboxEvents: liveOperation(
        'inboxEvents',
        'Facts of the own inbox as they happen',
        'Theo dõi văn bản đến',
      ),
      readDocumentEvents: liveOperation(
        'documentEvents',
        'Facts of one document as they happen',
        'Theo dõi một văn bản',
      ),
    },
    components: {
      parameters: { agencyToken },
      schemas: { ...bySent((type) => [`${type.fact}Data`, type.data]), LiveEvent: liveData },
      messages: { ...bySent((type) => [type.fact, messageOf(type)]), ...liveMessages(), streamProblem },
    },
  };
}
