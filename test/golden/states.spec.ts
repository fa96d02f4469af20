import { randomUUID } from 'node:crypto';
import type { FoldOf } from '@adapters/event-store';
import { agency } from '@domain/agency';
import { applicant, type ApplicantCommand } from '@domain/applicant';
import { calendar } from '@domain/calendar';
import { daybook } from '@domain/daybook';
import { type Decider, type Fact, plainState, play } from '@domain/decider';
import { delivery } from '@domain/delivery';
import { document } from '@domain/document';
import { dossier, type DossierCommand } from '@domain/dossier';
import { handover, type HandoverCommand } from '@domain/handover';
import { installation, type InstallationCommand } from '@domain/installation';
import { leg } from '@domain/leg';
import { batchesKnownMax, looks } from '@domain/looks';
import { notice, type NoticeCommand } from '@domain/notice';
import { procedure } from '@domain/procedure';
import { register, type RegisterCommand } from '@domain/register';
import { secrecy } from '@domain/secrecy';
import { system } from '@domain/system';
import { webhook, type WebhookCommand } from '@domain/webhook';
import { filesBelow } from '../architecture/tree';
import { agencyCommands, agencyStates } from '../transitions/agency-examples';
import { calendarCommands, calendarStates } from '../transitions/calendar-examples';
import { examples as deliveryExamples, lives } from '../transitions/delivery-examples';
import { documentExamples, documentStates } from '../transitions/document-examples';
import { dossierCommands, dossierStates } from '../transitions/dossier-examples';
import { legCommands, legStates } from '../transitions/leg-examples';
import { procedureCommands, procedureStates } from '../transitions/procedure-examples';
import { stagedCommands, stagedStates } from '../transitions/staged-examples';
import { systemCommands, systemStates } from '../transitions/system-examples';

const at = '2026-11-30T01:00:00.000Z';

interface Kind<C, E extends Fact, S> extends FoldOf<E, S> {
  readonly decider: Decider<C, E, S, string>;
}

/** The states given, and all that one of the commands leads to from one of them. */
function comeBack<C, E extends Fact, S>(
  kind: Kind<C, E, S>,
  given: readonly S[],
  commands: readonly C[] = [],
) {
  const { decider, states = plainState } = kind;
  const before = [decider.initial, ...given];
  const after = before.flatMap((initial) =>
    commands.map((command) => play({ ...decider, initial }, [command]).state),
  );
  return () => {
    for (const state of [...before, ...after]) {
      const texts = [...states.parts(state as never)].map((part) => JSON.stringify(part));
      const read = states.read(texts.map((text) => JSON.parse(text) as unknown));
      expect(read).toStrictEqual(state);
      expect([...states.parts(read as never)].map((part) => JSON.stringify(part))).toEqual(texts);
      // Whoever writes them has other work between two.
      expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(64 * 1024);
    }
  };
}

const book = { agency: 'H26.1', series: 'incoming', bookYear: 2026 };
/** More than go into one part, keys that objects know by themselves, and every third number voided. */
const entering = [
  '__proto__',
  'constructor',
  '',
  ...Array.from({ length: 1_500 }, () => randomUUID()),
].flatMap((key, index): RegisterCommand[] => [
  { type: 'AllocateNumber', ...book, key, officer: 'vt.01', at },
  ...(index % 3 === 0 ? [{ type: 'VoidNumber', key, reason: 'sai sót', at } as const] : []),
]);
const opening = dossierCommands
  .flatMap(([, each]) => (each.type === 'OpenDossier' ? [each] : []))
  .slice(0, 1);
const working = Array.from({ length: 450 }, (_, index): DossierCommand => {
  const activity = { activity: `việc ${index}`, ...(index % 2 === 0 ? { instance: `${index}` } : {}) };
  return { type: 'RecordActivity', by: opening[0]?.agency ?? '', officer: 'mc.01', ...activity, at };
});
const renewing: readonly InstallationCommand[] = [
  { type: 'OpenInstallation', storeId: randomUUID(), at },
  { type: 'RenewHistory', after: '12', at },
  { type: 'RenewHistory', after: '7', at, lost: { position: '9', epoch: 1 } },
];
const givingOrders = Array.from({ length: 2_500 }, () => ({
  type: 'GiveDayOrder' as const,
  ...{ agency: 'H26.1', localDate: '2026-11-30', dossierId: randomUUID(), officer: 'mc.01', at },
}));
const looking = Array.from({ length: batchesKnownMax + 5 }, (_, index) => ({
  type: 'RecordLooks' as const,
  ...{ agency: 'H26.1', localDate: '2026-11-30', batchId: `batch-${index}`, at },
  looks: [],
}));

const applying: readonly ApplicantCommand[] = [
  {
    type: 'RecordApplicant',
    applicantRef: randomUUID(),
    person: { kid: 'kid', alg: 'A256GCM', iv: 'iv', ct: 'ct' },
    ...{ agency: 'H26.1', officer: 'mc.01', at },
  },
  {
    type: 'EraseApplicant',
    legalBasis: 'Luật 91/2025/QH15',
    ...{ isParty: false, openDossiers: 0, agency: 'H26.1', officer: 'ld.01', at },
  },
];

const handingOver: readonly HandoverCommand[] = [
  {
    ...{ type: 'HandOverDesk', handoverId: randomUUID(), agency: 'H26.1', officer: 'ld.01', at },
    ...{
      from: 'cv.01',
      to: 'cv.02',
      documents: [randomUUID()],
      dossiers: [],
      deskLendings: [],
      reason: 'Nghỉ hưu',
    },
  },
  { type: 'TakeOverDesk', agency: 'H26.1', officer: 'cv.02', at },
];

const listening = { agency: 'H26.1', officer: 'gd.01', isOperator: false, at };
const sending: readonly WebhookCommand[] = [
  {
    ...{ type: 'SubscribeWebhook', webhookId: randomUUID(), url: 'https://qlvb.example.vn/', types: [] },
    ...{ contact: 'qlvb@example.vn', keyId: randomUUID(), unknownTypes: [], standing: 0, ...listening },
  },
  { type: 'ProveWebhook', afterNumber: 7, at },
  { type: 'RotateWebhookKey', keyId: randomUUID(), overlapUntil: '2026-12-01T01:00:00.000Z', ...listening },
  { type: 'ParkWebhook', reason: 'reset', number: 8, eventId: randomUUID(), at },
  { type: 'EndWebhook', reason: 'Thay hệ thống', ...listening },
];

const told: readonly NoticeCommand[] = [
  {
    ...{ type: 'ChooseNotices', noticeId: randomUUID(), agency: 'H26.1', officer: 'vt.01', at },
    ...{ kinds: ['flash', 'due', 'failed'], ways: ['mail', 'sms'], flashAtOnce: true, onDaysOff: false },
    addresses: { kid: 'kid', alg: 'A256GCM', iv: 'iv', ct: 'ct' },
    ...{ quietFrom: '21:00', quietUntil: '06:00' },
  },
  { type: 'RefuseAddress', way: 'mail', kid: 'kid', reason: '550 5.1.1', at },
  { type: 'EndNotices', at },
];

/** Of every kind of stream: the states that it comes to in examples come back from a file as they were. */
const all: Readonly<Record<string, () => void>> = {
  agency: comeBack(
    agency,
    agencyStates.map(([, state]) => state),
    agencyCommands.map(([, command]) => command),
  ),
  applicant: comeBack(
    applicant,
    [1, 2].map((count) => play(applicant.decider, applying.slice(0, count)).state),
  ),
  calendar: comeBack(
    calendar,
    calendarStates.map(([, state]) => state),
    calendarCommands.map(([, command]) => command),
  ),
  daybook: comeBack(daybook, [play(daybook.decider, givingOrders).state]),
  delivery: comeBack(
    delivery,
    Object.values(lives).map(({ state }) => state),
    Object.values(deliveryExamples),
  ),
  document: comeBack(
    document,
    documentStates.map(([, state]) => state),
    Object.values(documentExamples),
  ),
  dossier: comeBack(
    dossier,
    [
      ...[...dossierStates, ...stagedStates].map(([, state]) => state),
      play(dossier.decider, [...opening, ...working]).state,
    ],
    [...dossierCommands, ...stagedCommands].map(([, command]) => command),
  ),
  handover: comeBack(
    handover,
    [1, 2].map((count) => play(handover.decider, handingOver.slice(0, count)).state),
  ),
  installation: comeBack(installation, [play(installation.decider, renewing).state]),
  leg: comeBack(
    leg,
    legStates.map(([, state]) => state),
    legCommands.map(([, command]) => command),
  ),
  looks: comeBack(looks, [play(looks.decider, looking).state]),
  notice: comeBack(
    notice,
    told.map((_, index) => play(notice.decider, told.slice(0, index + 1)).state),
  ),
  procedure: comeBack(
    procedure,
    procedureStates.map(([, state]) => state),
    procedureCommands.map(([, command]) => command),
  ),
  register: comeBack(
    register,
    [1, 7, entering.length].map((count) => play(register.decider, entering.slice(0, count)).state),
  ),
  secrecy: comeBack(
    secrecy,
    [],
    [{ type: 'CountRefusedSecret', agency: 'H26', localDate: '2026-11-30', at }],
  ),
  system: comeBack(
    system,
    systemStates.map(([, state]) => state),
    systemCommands.map(([, command]) => command),
  ),
  webhook: comeBack(
    webhook,
    sending.map((_, index) => play(webhook.decider, sending.slice(0, index + 1)).state),
  ),
};

it('are tried of every kind of stream', () => {
  const deciders = filesBelow('libs/domain').map((path) => /\/([a-z]+)\.decider\.ts$/.exec(path)?.[1] ?? '');
  expect(Object.keys(all)).toEqual(deciders.filter(Boolean).sort());
});

it.each(Object.entries(all))('of %s come back from a file as they were', (_, check) => check());
