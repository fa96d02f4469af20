import { officerOf } from './agencies';
import { type DeliveryEnd, type DemoDocument, documents, refusals } from './documents';
import { knownId, type Step } from './steps';

const firstMinute = 7 * 60 + 30;
const minutesApart = 14;

/** What each delivery goes through on its way to where it ends. */
const deliveryMoves: Readonly<
  Record<DeliveryEnd, readonly ('refusal' | 'receipt' | 'assignment' | 'start' | 'completion')[]>
> = {
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
    const minute = firstMinute + index * minutesApart;
    const reached = stages.indexOf(document.until);
    return [
      ...senderSteps(document, `document-${index + 1}`, minute).slice(0, reached + 1),
      ...Object.entries(document.deliveries).flatMap(([to, end], place) =>
        deliverySteps(`document-${index + 1}`, to, end, minute + 20 + place),
      ),
    ];
  });
}

function senderSteps(document: DemoDocument, name: string, minute: number): Step[] {
  const { from, documentType, subject, urgency, deliveries } = document;
  const clerk = officerOf(from, 'vt');
  const step = (offset: number, verb: string, officer: string, body: unknown): Step => ({
    minute: minute + offset,
    run: async (client, at, known) => {
      const path = `/documents/${knownId(known, name)}/${verb}`;
      await client.post(path, body, { at, agency: from, officer, key: `${name}-${verb}` });
    },
  });
  return [
    {
      minute,
      run: async (client, at, known) => {
        const act = { at, agency: from, officer: officerOf(from, 'cv'), key: name };
        const text = `${subject}\n\nVăn bản minh họa, không có giá trị pháp lý.\n`;
        const part = await client.upload(text, `${name}.txt`, act);
        const drafted = await client.post(
          '/documents',
          { documentType, subject, urgency, contents: [part] },
          act,
        );
        known.set(name, String(drafted['documentId']));
      },
    },
    step(5, 'signature', officerOf(from, 'ld'), { authority: 'head', position: 'Thủ trưởng cơ quan' }),
    step(7, 'number', clerk, {}),
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
    const { offset, officer, body } = moves[move];
    return {
      minute: minute + offset,
      run: async (client, at, known) => {
        const path = `/inbox/${knownId(known, name)}/${move}`;
        await client.postWhenArrived(path, body, { at, agency: to, officer, key: `${name}-${to}-${move}` });
      },
    };
  });
}
