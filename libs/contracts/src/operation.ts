import type { Role } from '@domain/codes';
import { type Nothing, nothing, type Schema } from './answer';
import type { ProblemName } from './problems';
import type { Subject } from './subject';
import { NoTarget } from './targets.dto';

export const tags = {
  contents: 'Files by their SHA-256 / Tệp theo mã băm SHA-256',
  documents: 'Documents of the own agency / Văn bản đi của cơ quan',
  inbox: 'Documents that came in / Văn bản đến',
  carrier: 'What carriers tell of deliveries / Thông tin từ đơn vị chuyển văn bản',
  registers: 'Registers / Sổ đăng ký văn bản',
  dossiers: 'One-stop dossiers and their hand-offs / Hồ sơ một cửa và bàn giao hồ sơ',
  applicants: 'Who applies: personal data, sealed / Người nộp hồ sơ: dữ liệu cá nhân được mã hóa',
  commands: 'Many commands at once / Nhiều lệnh cùng lúc',
  imports: 'Imported files / Tệp dữ liệu đã nhập',
  events: 'What an agency was told, numbered / Sự kiện đã gửi cho cơ quan, có đánh số',
  audit: 'History from the store of record / Lịch sử từ kho dữ liệu gốc',
  agencies: 'Directory of agencies and officers / Danh bạ cơ quan và cán bộ',
  calendar: 'Work calendar / Lịch làm việc',
  procedures: 'Catalogue of procedures / Danh mục thủ tục hành chính',
  webhooks: 'Messages sent to systems of the agency / Thông điệp gửi đến hệ thống của cơ quan',
  notices: 'What an officer is told of / Thông báo cho cán bộ',
  systems: 'Connected systems and their keys / Hệ thống kết nối và khóa truy cập',
  operations: 'Running the house / Vận hành hệ thống',
  system: 'The system itself / Hệ thống',
} as const;
export type Tag = keyof typeof tags;

/**
 * `command` and `upload` write (role `Importer` may do every one of them), and `batch` takes many commands; `query`,
 * `stream`, `download` and `print` read; `resumable` speaks tus 1.0.0, with no JSON; `open` asks for no token and tells
 * nothing of any agency; `public` asks for none either, tells what anybody may know, and is counted by address.
 */
export type Kind =
  | 'command'
  | 'batch'
  | 'upload'
  | 'query'
  | 'stream'
  | 'download'
  | 'print'
  | 'resumable'
  | 'open'
  | 'public';

/** A class whose fields say their form: `new` is Nest's to call. */
export type ShapeOf<T> = new () => T;

/** Where the gateway sends a request on to: one service, which finds target and body in their forms. */
export interface Forward<Target = unknown, Body = unknown> {
  readonly subject: Subject;
  readonly target: ShapeOf<Target>;
  readonly body: ShapeOf<Body>;
}

/** Everything the edge knows of an operation. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** As OpenAPI writes it. */
  readonly path: `/${string}`;
  readonly tag: Tag;
  readonly kind: Kind;
  /** Roles that may; `any` is every role of the asker's own agency but the carrier's. */
  readonly allow: readonly Role[] | 'any';
  /** Whether connected systems ask it, too, for the agencies they read for. */
  readonly systems?: true;
  /** Status when it succeeds. */
  readonly status: 200 | 201 | 204;
  readonly en: string;
  readonly vi: string;
  /** What it may be refused with besides what every operation of its kind is. */
  readonly refusals: readonly ProblemName[];
  /** Where what it creates is found: a path over the parameters of its own path and the fields of its answer. */
  readonly location?: `/${string}`;
  /** Absent where the answer is no JSON. */
  readonly answer?: Schema;
  /** Absent where the gateway answers by itself. */
  readonly forward?: Forward;
  /** What the gateway does around a forwarded command, by the name of its row of `around`. */
  readonly around?: 'put' | 'recipients' | 'told';
}

type Method = Operation['method'];
export interface Route<M extends Method = Method> {
  readonly method: M;
  readonly path: `/${string}`;
}
const route =
  <M extends Method>(method: M) =>
  (path: `/${string}`): Route<M> => ({ method, path });
export const get = route('GET');
export const post = route('POST');
export const put = route('PUT');

/** What every row says. */
export interface Said extends Pick<Operation, 'allow' | 'systems' | 'en' | 'vi'> {
  readonly route: Route;
  readonly refusals?: readonly ProblemName[];
}

type Row = Omit<Operation, 'tag'>;

/** A row that only the gateway handles. */
export const row = (
  kind: Kind,
  { route: { method, path }, refusals = [], ...said }: Said & Pick<Operation, 'answer' | 'around'>,
  status: Operation['status'] = 200,
): Row => ({ kind, method, path, status, refusals, ...said });

interface Forwarded<Target, Body, A> extends Said {
  readonly subject: Subject;
  readonly target?: ShapeOf<Target>;
  readonly body: ShapeOf<Body>;
  readonly answer?: Schema<A>;
}
/** A row whose requests go to a service as they are. */
export interface ForwardedRow<
  Target = unknown,
  Body = unknown,
  A = unknown,
  K extends Kind = Kind,
> extends Row {
  readonly kind: K;
  readonly forward: Forward<Target, Body>;
  readonly answer: Schema<A>;
}

/** What only services ask each other: no row of the edge. */
export const inside = <Body, Target = NoTarget>({
  subject,
  target = NoTarget as ShapeOf<Target>,
  body,
}: Pick<Forwarded<Target, Body, unknown>, 'subject' | 'target' | 'body'>): {
  readonly forward: Forward<Target, Body>;
} => ({ forward: { subject, target, body } });

interface Commanded<Target, Body, A>
  extends Forwarded<Target, Body, A>, Pick<Operation, 'location' | 'around'> {}

/** A command; one that creates something says where it is found. */
export function command<Body, A, Target = NoTarget>(
  said: Commanded<Target, Body, A> & { readonly answer: Schema<A> },
): ForwardedRow<Target, Body, A, 'command'>;
export function command<Body, Target = NoTarget>(
  said: Commanded<Target, Body, Nothing>,
): ForwardedRow<Target, Body, Nothing, 'command'>;
export function command({
  subject,
  target = NoTarget,
  body,
  answer = nothing,
  ...said
}: Commanded<unknown, unknown, unknown>): ForwardedRow<unknown, unknown, unknown, 'command'> {
  const status = said.location === undefined ? 200 : 201;
  return { ...row('command', said, status), kind: 'command', answer, forward: { subject, target, body } };
}

export function query<Body, A, Target = NoTarget>({
  subject,
  target = NoTarget as ShapeOf<Target>,
  body,
  answer,
  ...said
}: Forwarded<Target, Body, A> & { readonly answer: Schema<A> }): ForwardedRow<Target, Body, A, 'query'> {
  return { ...row('query', said), kind: 'query', answer, forward: { subject, target, body } };
}

type Tagged<Rows> = { readonly [Name in keyof Rows]: Rows[Name] & { readonly tag: Tag } };

export const operationsOf = <Rows extends Readonly<Record<string, Row>>>(
  tag: Tag,
  rows: Rows,
): Tagged<Rows> =>
  Object.fromEntries(Object.entries(rows).map(([name, each]) => [name, { ...each, tag }])) as Tagged<Rows>;
