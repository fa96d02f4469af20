import { createHash } from 'node:crypto';
import type { Role } from '@domain/codes';
import { deliveryStream } from '@domain/delivery';
import { bodyOf, type Edge } from '../../flows/edge';
import { Hands } from '../../flows/hands';
import { officerId, officerRoles, type Province, smallProvince } from '../../flows/province';

/** When everything of the scripted day happens. */
export const dayOf = (): Hands => {
  const hands = new Hands();
  hands.set = '2026-11-20T03:00:00.000Z';
  return hands;
};

/** H99.4's mail waits for a carrier. */
export const carried = 'H99.4';

interface Act {
  readonly as: `${string} ${Role}`;
  /** Words in braces stand for ids that earlier answers told. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names for ids of the answer, by its field. */
  readonly keeps?: Readonly<Record<string, string>>;
  /** What a reaction has to have recorded before: `<document>.<recipient> <fact>`. */
  readonly after?: string;
}

const bytes = Buffer.from('Kính gửi: các cơ quan\n');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const contents = [{ sha256, size: bytes.length, mediaType: 'text/plain', name: 'công văn.txt' }];
const reason = { reason: 'Lý do thử nghiệm' };
const failure = { reasonCode: 'timeout', ...reason };
const head = { authority: 'head', position: 'Giám đốc' };
const decided = { effectiveDate: '2026-11-20', legalBasis: '15/NQ-HĐND' };

const draft = (name: string, over: object = {}): Act => ({
  as: 'H99.1 Drafter',
  path: '/documents',
  body: { documentType: 'CV', subject: `V/v ${name}`, urgency: 'normal', contents, ...over },
  keeps: { documentId: name },
});
const by = (as: Act['as'], path: string, body: object = {}, more: Partial<Act> = {}): Act => ({
  as,
  path,
  body,
  ...more,
});

/** Everything from the draft to the issue. */
const issuing = (name: string, recipients: readonly string[], over: object = {}): readonly Act[] => [
  draft(name, over),
  by('H99.1 Leader', `/documents/{${name}}/signature`, head),
  by('H99.1 Clerk', `/documents/{${name}}/number`),
  by('H99.1 Clerk', `/documents/{${name}}/seal`),
  by('H99.1 Clerk', `/documents/{${name}}/registration`, { filedBy: 'Văn phòng', copies: 1 }),
  by('H99.1 Clerk', `/documents/{${name}}/issue`, { recipients }),
];

const inbox = (as: Act['as'], path: string, body: object = {}, after?: string): Act =>
  by(as, `/inbox/${path}`, body, after === undefined ? {} : { after });

const lettersAndTheirDeliveries: readonly Act[] = [
  ...issuing('letter', ['H99.2', 'H99.3', carried]),
  inbox(
    'H99.2 Clerk',
    '{letter}/refusal',
    { reasonCode: 'mis-sent', ...reason },
    'letter.H99.2 DocumentArrived',
  ),
  inbox('H99.3 Clerk', '{letter}/receipt', {}, 'letter.H99.3 DocumentArrived'),
  inbox('H99.3 Leader', '{letter}/assignment', { assignee: officerId('Specialist', 'H99.3') }),
  inbox('H99.3 Leader', '{letter}/reassignment', { assignee: officerId('Leader', 'H99.3'), ...reason }),
  inbox('H99.3 Leader', '{letter}/start'),
  inbox('H99.3 Leader', '{letter}/completion', { result: 'Đã báo cáo' }, undefined),
  by(
    'H99 AxisAdapter',
    `/carrier/deliveries/{letter}/${carried}/dispatch`,
    { carrier: 'axis', carrierId: '77' },
    {
      after: `letter.${carried} DeliveryRequested`,
    },
  ),
  by('H99 AxisAdapter', `/carrier/deliveries/{letter}/${carried}/attempt-failure`, {
    attempt: 1,
    ...failure,
  }),
  by('H99 AxisAdapter', `/carrier/deliveries/{letter}/${carried}/failure`, failure),
  by('H99.1 Clerk', `/documents/{letter}/deliveries/${carried}/retry`),
  by('H99 AxisAdapter', `/carrier/deliveries/{letter}/${carried}/arrival`),
  by('H99 AxisAdapter', `/carrier/deliveries/{letter}/${carried}/status`, {
    statusCode: '03',
    toldAt: '2026-11-20T02:59:00.000Z',
  }),
  by('H99.1 Leader', '/documents/{letter}/recall', { ...reason, recipients: ['H99.3'] }),
  inbox('H99.3 Clerk', '{letter}/recall-refusal', reason, 'letter.H99.3 RecallRequested'),
  by('H99.1 Leader', '/documents/{letter}/deliveries/H99.3/dispute-closing', {
    outcome: 'kept',
    decision: '12/TB-UBND',
  }),
  ...issuing('order', ['H99.2', 'H99.3'], { documentType: 'QD' }),
  inbox('H99.2 Clerk', '{order}/receipt', {}, 'order.H99.2 DocumentArrived'),
  by(
    'H99.1 Clerk',
    '/documents/{order}/update',
    { ...reason, subject: 'Mới', addRecipients: ['H99'] },
    {
      after: 'order.H99.3 DocumentArrived',
    },
  ),
  inbox('H99.2 Clerk', '{order}/update-agreement', {}, 'order.H99.2 UpdateRequested'),
  by('H99.1 Clerk', '/documents/{order}/deliveries/H99.2/take-back', reason),
  by('H99.1 Clerk', '/documents/{order}/deliveries/H99.2/take-back-withdrawal', reason),
  by('H99.1 Clerk', '/documents/{order}/deliveries/H99.2/take-back', { reason: 'Vẫn cần lấy lại' }),
  inbox('H99.2 Clerk', '{order}/recall-agreement'),
  ...issuing('waiting', [carried]),
  by('H99.1 Clerk', `/documents/{waiting}/deliveries/${carried}/cancellation`, reason, {
    after: `waiting.${carried} DeliveryRequested`,
  }),
  draft('mended'),
  by('H99.1 Clerk', '/documents/{mended}/draft-return', { opinion: 'Sai thể thức' }),
  by('H99.1 Drafter', '/documents/{mended}/draft-correction', {
    ...{ documentType: 'CV', subject: 'V/v đã sửa', urgency: 'urgent', contents },
  }),
  by('H99.1 Leader', '/documents/{mended}/signature', head),
  by('H99.1 Leader', '/documents/{mended}/draft-return', { opinion: 'Thiếu căn cứ' }),
  by('H99.1 Leader', `/desks/${officerId('Drafter', 'H99.1')}/handover`, {
    ...{ to: officerId('Clerk', 'H99.1'), documents: ['{mended}'], ...reason },
  }),
  by('H99.1 Clerk', '/documents/{mended}/draft-discard', reason),
  draft('spoiled'),
  by('H99.1 Leader', '/documents/{spoiled}/signature', head),
  by('H99.1 Clerk', '/documents/{spoiled}/number'),
  by('H99.1 Clerk', '/documents/{spoiled}/number-void', {
    approvedBy: officerId('Leader', 'H99.1'),
    ...reason,
  }),
];

const onPaper: readonly Act[] = [
  by(
    'H99.1 Clerk',
    '/registers/outgoing/2026/paper-entries',
    {
      ...{
        documentType: 'CV',
        documentDate: '2026-11-20',
        subject: 'Về việc khen thưởng',
        signer: 'Giám đốc',
      },
      ...{ recipients: ['Công ty cổ phần A'], filedBy: 'Văn thư', copies: 3 },
    },
    { keeps: { entryId: 'sent' } },
  ),
  by('H99.1 Clerk', '/registers/outgoing/2026/paper-entries/{sent}/number-void', {
    ...{ approvedBy: officerId('Leader', 'H99.1'), ...reason },
  }),
  by('H99.1 Clerk', '/registers/incoming/2026/paper-entries', {
    ...{ arrivedDate: '2026-11-20', sender: 'Công ty cổ phần B', symbol: '12/CV-CTB' },
    ...{
      documentDate: '2026-11-19',
      documentType: 'CV',
      subject: 'Đề nghị hỗ trợ',
      receiver: 'Phòng Hành chính',
    },
  }),
];

const offer = (name: string): Act =>
  by(
    'H99 OneStopOfficer',
    '/dossiers/{dossier}/handoffs',
    { to: 'H99.2', reason: 'Thẩm định' },
    {
      keeps: { handoffId: name },
    },
  );
const dossiers: readonly Act[] = [
  by(
    'H99 OneStopOfficer',
    '/applicants',
    { kind: 'citizen', name: 'Trần Thị Thử Nghiệm' },
    { keeps: { applicantRef: 'applicant' } },
  ),
  by(
    'H99 OneStopOfficer',
    '/dossiers',
    {
      ...{ procedure: '2.000635', channel: 'counter', applicantRef: '{applicant}' },
      ...{ startedAt: '2026-11-20T02:00:00.000Z', dueAt: '2027-01-15T10:00:00.000Z' },
    },
    { keeps: { dossierId: 'dossier' } },
  ),
  offer('first'),
  by('H99.2 OneStopOfficer', '/dossiers/{dossier}/handoffs/{first}/return', reason),
  offer('second'),
  by('H99 OneStopOfficer', '/dossiers/{dossier}/handoffs/{second}/recall', reason),
  offer('third'),
  by('H99.2 OneStopOfficer', '/dossiers/{dossier}/handoffs/{third}/acceptance'),
  by('H99.2 Specialist', '/dossiers/{dossier}/activities', { activity: 'Thẩm định hồ sơ' }),
  by('H99.2 OneStopOfficer', '/dossiers/{dossier}/completion', { outcome: 'granted' }),
  by(
    'H99 Importer',
    '/dossiers',
    { procedure: '2.000635', channel: 'post', applicantRef: '5f6c1f0e-7b0c-4a57-9a55-0d6f6a3c9d12' },
    {
      headers: {
        'import-source': 'scenario',
        'import-on-behalf-of': `H99.2/${officerId('OneStopOfficer', 'H99.2')}`,
        'import-occurred-at': '2026-11-20T01:45:40.276Z',
      },
    },
  ),
];

const operator = (path: string, body: object = {}, keeps: Act['keeps'] = {}): Act =>
  by('H99 Operator', `/agencies/${path}`, body, { keeps });
const officer = (agency: string, name: string, role: Role): Act =>
  operator(`${agency}/officers`, { officer: name, displayName: `Cán bộ ${name}`, roles: [role] });
// No merger: its command and a reaction close the predecessors side by side, and either may come first.
const directory: readonly Act[] = [
  officer('H99.71', 'ld.moi', 'Leader'),
  officer('H99.71', 'pct.moi', 'Leader'),
  operator(
    'H99.71/delegations',
    {
      ...{ officer: 'pct.moi', authority: 'KT', givenBy: 'ld.moi' },
      ...{ validFromDate: '2026-01-01', validToDate: '2026-12-31', legalBasis: '02/QĐ-UBX' },
    },
    { delegationId: 'delegation' },
  ),
  operator('H99.71/delegations/{delegation}/revocation', reason),
  operator(
    'H99.71/desk-lendings',
    {
      ...{ officer: 'pct.moi', cover: 'ld.moi', givenBy: 'ld.moi' },
      ...{ validFromDate: '2026-11-20', validToDate: '2026-11-27', legalBasis: '03/TB-UBX' },
    },
    { lendingId: 'lending' },
  ),
  operator('H99.71/desk-lendings/{lending}/end', reason),
  operator('H99.71/certificates', { certificate: 'c'.repeat(64), officer: 'ld.moi' }),
  operator(`H99.71/certificates/${'c'.repeat(64)}/withdrawal`, reason),
  operator('H99.71/officers/pct.moi/dismissal'),
  operator('H99.71/codes', { scheme: 'qcvn102', value: '000.71.00.H99', validFromDate: '2026-01-01' }),
  operator('H99.71/renaming', { ...decided, name: 'Ủy ban nhân dân xã Hợp Nhất', abbreviation: 'UBHN' }),
  operator('H99.72/moving', { ...decided, parent: 'H99.1' }),
  operator('H99.72/closing', { ...decided, how: 'merged', successors: ['H99.71'] }),
];

const [agenciesBeside, day] = [
  ['H99.71', 'H99.72'],
  [...lettersAndTheirDeliveries, ...onPaper, ...dossiers, ...directory],
];

/** Plays the day, every request with a key and a correlation id of its own place in it. */
export async function playDay(province: Province, edge: Edge): Promise<void> {
  const ids = new Map<string, string>();
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? name);
  let count = 0;
  const headers = () => ({
    'correlation-id': `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    'idempotency-key': `day-${count}`,
  });
  const founder = await edge.as('H99', 'Importer');
  const beside = agenciesBeside.map((code, index) => ({
    ...{ code, name: `Ủy ban nhân dân xã số ${index}`, abbreviation: 'UBX', tier: 'commune', parent: 'H99' },
  }));
  for (const { code, ...card } of [...smallProvince, ...beside]) {
    bodyOf(await founder.put(`/agencies/${code}`, card, { 'correlation-id': headers()['correlation-id'] }));
    for (const role of officerRoles) {
      const post = { officer: officerId(role, code), displayName: `${role} ${code}`, roles: [role] };
      bodyOf(await founder.post(`/agencies/${code}/officers`, post, headers()));
    }
  }
  bodyOf(await (await edge.as('H99.1', 'Drafter')).upload(sha256, bytes));
  for (const { as, path, body = {}, headers: more = {}, keeps = {}, after } of day) {
    if (after !== undefined) {
      const [, name, to, fact] = /^(\w+)\.(\S+) (\w+)$/.exec(after) as unknown as [
        string,
        string,
        string,
        string,
      ];
      await province.waitFor(deliveryStream({ documentId: ids.get(name) as string, to }), fact);
    }
    const [agency, role] = as.split(' ') as [string, Role];
    const sent = JSON.parse(filled(JSON.stringify(body))) as object;
    const answer = bodyOf(
      await (await edge.as(agency, role)).post(filled(path), sent, { ...headers(), ...more }),
    );
    for (const [field, name] of Object.entries(keeps)) ids.set(name, String(answer[field]));
  }
}
