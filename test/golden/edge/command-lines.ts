import { createHash } from 'node:crypto';
import { type Operation, type OperationName, operations } from '@contracts';
import { localDate, localYear, type Role, roles } from '@domain/codes';
import type { Sent, Visitor } from '../../flows/edge';
import type { Twin, Twins, ValidBodies } from '../../flows/valid-bodies';

export const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
export const nobodys = '00000000-0000-4000-8000-000000000000';
export const now = new Date().toISOString();

/** The local day as instants, symbols of documents and codes of dossiers write it. */
function daysAs(word: string): readonly (readonly [RegExp, string])[] {
  const day = localDate(now);
  const spellings = [day, day.replaceAll('-', '/'), `\\b${day.slice(2).replaceAll('-', '')}\\b`];
  return spellings.map((spelling) => [new RegExp(spelling, 'g'), word]);
}

/** What differs from run to run, by what stands for it. */
const varying: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f-]{36}\.\d+\.\d+/g, '<position>'],
  [/(?<="position":")\d+/g, '<commit>'],
  [uuids, '<id>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>'],
  ...daysAs('<today>'),
  [new RegExp(`\\b${localYear(now)}\\b`, 'g'), '<year>'],
  [/\b[0-9a-f]{64}\b/g, '<sha256>'],
  [/\bSU[A-Z2-7]{56}\b/g, '<seed>'],
  [/\bU[A-Z2-7]{55}\b/g, '<public key>'],
  [/\bwhsec_[\w+/]+=*/g, '<secret>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<jwt>'],
];
export const normal = (text: string): string =>
  varying.reduce((each, [pattern, word]) => each.replace(pattern, word), text);

export const all = Object.entries(operations) as [OperationName, Operation][];

/** A role that officers have and that may not. */
export const strangerTo = ({ allow }: Operation): Role | undefined =>
  allow === 'any' ? undefined : roles.find((role) => role !== 'Importer' && !allow.includes(role));

/** One command on its way: what is said of it, and how it is sent. */
export interface SentCommand {
  readonly what: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Sent;
}
/** The officer whose commands they are. */
type Who = Pick<Twin, 'agency' | 'role'>;
/** Sends commands of one officer and tells a line for each. */
export type Deliver = (
  visitor: Visitor,
  commands: readonly SentCommand[],
  who: Who,
) => Promise<readonly string[]>;

/** The same command with something else in it: what is wrong, and what is sent. */
const mistakes = (twin: Twin): readonly (readonly [string, string, unknown, Sent])[] => {
  const [first] = Object.keys(twin.body);
  return [
    ['without a key', twin.path, twin.body, { 'idempotency-key': '' }],
    ['with a field unknown', twin.path, { ...twin.body, toString: 1 }, {}],
    ['a list', twin.path, [], {}],
    ['nothing', twin.path, {}, {}],
    ['with a null', twin.path, { ...twin.body, [first ?? 'none']: null }, {}],
    ['of what is unknown', twin.path.replace(uuids, nobodys), twin.body, {}],
  ];
};

let keys = 0;

/** What a command of each kind is answered: by whom it must not be done, with mistakes, well, and again. */
export async function commandLines(
  house: ValidBodies,
  [name, operation]: readonly [OperationName, Operation],
  twins: Twins,
  deliver: Deliver,
): Promise<readonly string[]> {
  const { method } = operation;
  const sent = (what: string, path: string, body: unknown, over: Sent = {}): SentCommand => {
    const hash = () => createHash('sha256').update(`${path}${keys++}`).digest('hex');
    const key = method === 'PUT' ? {} : { 'idempotency-key': hash() };
    return { what, path, body, headers: { ...key, 'content-type': 'application/json', ...over } };
  };
  const mistaken = await twins();
  const { agency, role } = mistaken;
  const by = async (who: Who, commands: readonly SentCommand[]): Promise<readonly string[]> =>
    deliver(await house.edge.as(who.agency, who.role), commands, who);
  const own = { agency, role };
  const stranger = { agency, role: strangerTo(operation) as Role };
  const other = { agency: 'H99.3', role };
  const lines = [
    ...(await by(stranger, [sent('in another role', mistaken.path, mistaken.body)])),
    ...(await by(other, [sent('of another agency', mistaken.path, mistaken.body)])),
  ];
  const wrong = await twins();
  lines.push(
    ...(await by(
      own,
      mistakes(wrong).map((mistake) => sent(...mistake)),
    )),
  );
  const good = await twins();
  const same = method === 'PUT' ? {} : { 'idempotency-key': `same-${name}-${keys++}` };
  for (const what of ['good', 'repeated'])
    lines.push(...(await by(own, [sent(what, good.path, good.body, same)])));
  return [...lines, ...(await by(own, [sent('once more', good.path, good.body)]))];
}
