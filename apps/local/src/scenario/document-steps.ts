import { createHash } from 'node:crypto';
import { officerOf } from './agencies';
import { type DeliveryEnd, type DemoDocument, documents, refusals } from './documents';
import { knownId, type Step, told } from './steps';

const firstMinute = 7 * 60 + 30;
const minutesApart = 14;

/** Operations by the words that stand in the keys of their steps. */
const bySender = {
  signature: 'signDocument',
  number: 'numberDocument',
  seal: 'sealDocument',
  registration: 'registerDocument',
  issue: 'issueDocument',
} as const;
const byRecipient = {
  refusal: 'refuseReceipt',
  receipt: 'acceptReceipt',
  assignment: 'assignProcessing',
  start: 'startProcessing',
  completion: 'completeProcessing',
} as const;

/** What each delivery goes through on its way to where it ends. */
const deliveryMoves: Readonly<Record<DeliveryEnd, readonly (keyof typeof byRecipient)[]>> = {
  arrived: [],
  refused: ['refusal'],
  received: ['receipt'],
  assigned: ['receipt', 'assignment'],
  started: ['receipt', 'assignment', 'start'],
  completed: ['receipt', 'assignment', 'start', 'completion'],
};

const stages = ['draft', 'signed', 'numbered', 'sealed', 'registered', 'issued'] as const;

export function documentSteps(): Step[] {
  return documents.flatMap((document, index) => {
    const name = `document-${index + 1}`;
    const minute = firstMinute + index * minutesApart;
    const reached = stages.indexOf(document.until);
    return [
      draftStep(document, name, minute),
      ...senderSteps(document, name, minute).slice(0, reached),
      ...Object.entries(document.deliveries).flatMap(([to, end], place) =>
        deliverySteps(name, to, end, minute + 20 + place),
      ),
    ];
  });
}

function draftStep(document: DemoDocument, name: string, minute: number): Step {
  const { from: agency, documentType, subject, urgency } = document;
  const actor = { agency, officer: officerOf(agency, 'cv') };
  const bytes = Buffer.from(`${subject}\n\nVăn bản minh họa, không có giá trị pháp lý.\n`, 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const part = { sha256, size: bytes.byteLength, mediaType: 'text/plain', name: `${name}.txt` };
  return {
    minute,
    file: { ...actor, bytes },
    *walk(at, known) {
      const body = { documentType, subject, urgency, contents: [part] };
      const drafted = yield told({ operation: 'draftDocument', body, ...actor, at, key: name });
      known.set(name, String(drafted['documentId']));
    },
  };
}

function senderSteps({ from: agency, deliveries }: DemoDocument, name: string, minute: number): Step[] {
  const clerk = officerOf(agency, 'vt');
  const step = (offset: number, verb: keyof typeof bySender, officer: string, body: object): Step => ({
    minute: minute + offset,
    *walk(at, known) {
      const target = { documentId: knownId(known, name) };
      yield told({ operation: bySender[verb], target, body, agency, officer, at, key: `${name}-${verb}` });
    },
  });
  return [
    step(5, 'signature', officerOf(agency, 'ld'), { authority: 'head', position: 'Thủ trưởng cơ quan' }),
    step(6, 'number', clerk, {}),
    step(7, 'seal', clerk, {}),
    step(8, 'registration', clerk, { filedBy: 'Văn thư cơ quan', copies: 1 }),
    step(9, 'issue', clerk, { recipients: Object.keys(deliveries) }),
  ];
}

function deliverySteps(name: string, to: string, end: DeliveryEnd, minute: number): Step[] {
  const specialist = officerOf(to, 'cv');
  const moves = {
    refusal: { offset: 2, officer: officerOf(to, 'vt'), body: refusals[to.length % refusals.length] },
    receipt: { offset: 2, officer: officerOf(to, 'vt'), body: {} },
    assignment: { offset: 15, officer: officerOf(to, 'ld'), body: { assignee: specialist } },
    start: { offset: 25, officer: specialist, body: {} },
    completion: {
      offset: 120,
      officer: specialist,
      body: { result: 'Đã thực hiện, không cần văn bản trả lời' },
    },
  };
  return deliveryMoves[end].map((move) => {
    const { offset, officer, body = {} } = moves[move];
    return {
      minute: minute + offset,
      *walk(at, known) {
        const target = { documentId: knownId(known, name) };
        const key = `${name}-${to}-${move}`;
        const command = { operation: byRecipient[move], target, body, agency: to, officer, at, key };
        // A recipient cannot act before the document arrived, and that is a reaction of the exchange.
        yield { ...told(command), mayComeEarly: true };
      },
    };
  });
}
