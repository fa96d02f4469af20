import type { DossierFormData } from '@contracts';
import { printedShort } from './vietnamese';

export interface SheetTable {
  /** Headings and widths, millimetres; together 190, the width of A4 portrait between its margins. */
  readonly columns: readonly { readonly heading: string; readonly width: number }[];
  readonly rows: readonly (readonly string[])[];
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
  { heading: 'Bên giao', width: 38 },
  { heading: 'Bên nhận', width: 38 },
  { heading: 'Thời điểm giao', width: 24 },
  { heading: 'Thời điểm nhận', width: 24 },
  { heading: 'Kết quả', width: 22 },
  { heading: 'Ghi chú', width: 34 },
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
export function handoffTable({ handoffs }: DossierFormData): readonly SheetTable[] {
  if (handoffs === undefined) return [];
  const rows = handoffs.map((each) => {
    const { row, from, to, giver, taker, offeredAt, settledAt, outcome, timeliness, note } = each;
    const takes = outcome === 'accepted' && settledAt !== undefined ? printedShort(settledAt) : '';
    const result = timeliness === undefined ? '' : timelinesses[timeliness];
    return [
      ...[String(row), [from, giver].join('\n'), [to, taker].filter(Boolean).join('\n')],
      ...[printedShort(offeredAt), takes, result, [outcomes[outcome], note].filter(Boolean).join(': ')],
    ];
  });
  return [{ columns: handoffColumns, rows }];
}
