import type { DossierFormData, SlipLeg } from '@contracts';
import { printedLimit, printedShort } from './vietnamese';

export interface SheetTable {
  /** Stands above it, bold; absent of a table that needs none. */
  readonly caption?: string;
  /** Headings and widths, millimetres; together 190, the width of A4 portrait between its margins. */
  readonly columns: readonly { readonly heading: string; readonly width: number }[];
  readonly rows: readonly (readonly string[])[];
  /** Stands below it. */
  readonly note?: string;
}

type Columns = SheetTable['columns'];

const componentColumns: Columns = [
  { heading: 'STT', width: 12 },
  { heading: 'Tên giấy tờ', width: 118 },
  { heading: 'Bản giấy', width: 30 },
  { heading: 'Bản điện tử', width: 30 },
];
const wantingColumns: Columns = [
  { heading: 'STT', width: 12 },
  { heading: 'Tên giấy tờ', width: 78 },
  { heading: 'Nội dung cần bổ sung, hoàn thiện', width: 100 },
];
const handoffColumns: Columns = [
  { heading: 'STT', width: 10 },
  { heading: 'Bên giao', width: 37 },
  { heading: 'Bên nhận', width: 37 },
  { heading: 'Thời điểm giao', width: 25 },
  { heading: 'Thời điểm nhận', width: 25 },
  { heading: 'Kết quả', width: 22 },
  { heading: 'Ghi chú', width: 34 },
];

const legColumns: Columns = [
  { heading: 'Bước', width: 12 },
  { heading: 'Cơ quan thực hiện', width: 37 },
  { heading: 'Công việc', width: 35 },
  { heading: 'Thời điểm giao', width: 25 },
  { heading: 'Hạn giải quyết', width: 25 },
  { heading: 'Kết thúc', width: 25 },
  { heading: 'Kết quả', width: 31 },
];

/** The papers of a dossier, or those that are wanted. */
export function listTables({ components, wanting }: DossierFormData): readonly SheetTable[] {
  const given = components?.map(({ name, originals, electronic }, index) => [
    ...[String(index + 1), name, originals === 0 ? '' : String(originals), electronic ? 'Có' : ''],
  ]);
  const wanted = wanting?.map(({ name, detail }, index) => [String(index + 1), name, detail]);
  return [
    ...(given === undefined ? [] : [{ columns: componentColumns, rows: given }]),
    ...(wanted === undefined ? [] : [{ columns: wantingColumns, rows: wanted }]),
  ];
}

const timelinesses = { early: 'Trước hạn', 'on-time': 'Đúng hạn', late: 'Quá hạn' } as const;
const outcomes = { pending: 'Chờ nhận', accepted: '', returned: 'Trả lại', recalled: 'Thu hồi' } as const;

/** Who gave, who took, when, in time or late: one line for each hand-off. */
export function handoffTable({ handoffs, moreHandoffs, legs }: DossierFormData): readonly SheetTable[] {
  // Of an interlinked dossier that is electronic alone nothing is handed over.
  if (handoffs === undefined || (handoffs.length === 0 && legs !== undefined)) return [];
  const rows = handoffs.map((each) => {
    const { row, from, to, giver, taker, offeredAt, settledAt, outcome, timeliness, note } = each;
    const takes = outcome === 'accepted' && settledAt !== undefined ? printedShort(settledAt) : '';
    const result = timeliness === undefined ? '' : timelinesses[timeliness];
    return [
      ...[String(row), [from, giver].join('\n'), [to, taker].filter(Boolean).join('\n')],
      ...[printedShort(offeredAt), takes, result, [outcomes[outcome], note].filter(Boolean).join(': ')],
    ];
  });
  const caption = legs === undefined ? {} : { caption: 'Giao nhận hồ sơ' };
  return [{ ...caption, columns: handoffColumns, rows, ...(moreHandoffs === true ? leftOut(rows) : {}) }];
}

const leftOut = (rows: SheetTable['rows']): Pick<SheetTable, 'note'> => ({
  note:
    `Phiếu chỉ in ${rows.length.toLocaleString('vi-VN')} lượt giao nhận đầu tiên; hồ sơ còn các lượt giao nhận ` +
    'sau đó, xem đầy đủ trên hệ thống.',
});

const legOutcomes = {
  ...{ planned: 'Chưa đến lượt', pending: 'Chờ nhận', active: 'Đang thực hiện', done: '' },
  ...{ refused: 'Từ chối giải quyết', returned: 'Trả lại', 'not-opened': 'Cơ quan đã chấm dứt hoạt động' },
  ...{ rerouted: 'Đã chuyển cơ quan khác', closed: 'Kết thúc cùng hồ sơ' },
} as const satisfies Readonly<Record<SlipLeg['outcome'], string>>;

/** Who was to do what by when, and when it was done: one line for each agency that had a leg of the dossier. */
export function legTable({ legs }: DossierFormData): readonly SheetTable[] {
  if (legs === undefined) return [];
  const rows = legs.map((each) => {
    const { order, agency, officer, task, givenAt, dueAt, endedAt, outcome, timeliness, note } = each;
    const became = [legOutcomes[outcome], note].filter(Boolean).join(': ');
    return [
      ...[String(order), [agency, officer].filter(Boolean).join('\n'), task],
      ...[givenAt === undefined ? '' : printedShort(givenAt), printedLimit(dueAt)],
      ...[endedAt === undefined ? '' : printedShort(endedAt)],
      [timeliness === undefined ? '' : timelinesses[timeliness], became].filter(Boolean).join('\n'),
    ];
  });
  return [{ caption: 'Các bước liên thông', columns: legColumns, rows }];
}
