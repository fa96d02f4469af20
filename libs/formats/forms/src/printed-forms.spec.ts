import { readFileSync } from 'node:fs';
import type { DossierFormData } from '@contracts';
import { readPdf } from '../../../../test/printed/read-pdf';
import { formOn, type Sheet, sheetOf } from '.';
import { printSheet } from './printing';

const printedAt = '2026-11-30T03:00:00.000Z';
const typeface = {
  regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
  bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')),
};

type Form = DossierFormData['form'];
const dossier = {
  dossierId: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  code: 'H99.1-261130-0007',
  lookUp: 'https://dichvucong.example/public/dossiers/H99.1-261130-0007',
  procedure: '2.000635',
  procedureName: 'Cấp bản sao trích lục hộ tịch',
  agency: 'H99.1',
  agencyName: 'Trung tâm Phục vụ hành chính công tỉnh Quảng Ngãi',
  officer: 'cb.01',
  officerName: 'Nguyễn Thị Ngọc Yến',
  issuedAt: '2026-11-30T01:30:00.000Z',
  applicant: {
    applicantRef: '7fa459ea-ee8a-5ca4-894e-db77e160355e',
    name: 'Đặng Hữu Phước Thưởng',
    address: 'Ấp Thạnh Lợi, xã Bình An',
    phone: '0912 345 678',
  },
};
const handoff = (row: number) => ({
  ...{ row, from: 'Trung tâm Phục vụ hành chính công', to: 'Sở Tư pháp', giver: 'Nguyễn Thị Ngọc Yến' },
  ...{ offeredAt: '2026-11-30T02:00:00.000Z', note: 'Chuyển thẩm định' },
});
const leg = {
  ...{ order: 1, agency: 'Sở Nông nghiệp và Môi trường', task: 'Cho ý kiến về môi trường' },
  ...{ givenAt: '2026-11-30T02:00:00.000Z', dueAt: '2026-12-02T16:59:59.999Z' },
};
const legs: NonNullable<DossierFormData['legs']> = [
  {
    ...{ ...leg, officer: 'cv.02', endedAt: '2026-12-03T02:00:00.000Z' },
    ...{ outcome: 'rerouted', timeliness: 'late', note: 'Quá thời hạn, chuyển nơi khác' },
  },
  {
    ...{ ...leg, agency: 'Sở Xây dựng', officer: 'Lê Thị Thuý Hằng', endedAt: '2026-12-04T01:00:00.000Z' },
    ...{ dueAt: '2026-12-04T09:30:00.000Z', outcome: 'done', timeliness: 'on-time', note: '45/SXD-TĐ' },
  },
  { ...leg, order: 2, agency: 'Ủy ban nhân dân xã Bình An', outcome: 'active', officer: 'cv.03' },
  { ...leg, order: 3, agency: 'Sở Tư pháp', outcome: 'pending' },
];
const { givenAt: _, ...notGiven } = leg;
const allOutcomes = [
  ...legs,
  { ...leg, outcome: 'refused', note: 'Không phù hợp quy hoạch' },
  { ...leg, outcome: 'returned', note: 'Không thuộc thẩm quyền' },
  ...[
    { ...leg, outcome: 'not-opened' },
    { ...leg, outcome: 'closed' },
    { ...notGiven, outcome: 'planned' },
  ],
] as NonNullable<DossierFormData['legs']>;
const said: Readonly<Record<Form, Partial<DossierFormData>>> = {
  receipt: {
    startedAt: '2026-11-30T01:30:00.000Z',
    dueAt: '2026-12-04T09:30:00.000Z',
    components: [
      { key: 'to-khai', name: 'Tờ khai theo mẫu', originals: 1, electronic: true },
      { key: 'cccd', name: 'Thẻ căn cước', originals: 0, electronic: false },
    ],
  },
  'supplement-request': {
    wanting: [{ key: 'to-khai', name: 'Tờ khai theo mẫu', detail: 'Thiếu chữ ký của người yêu cầu' }],
    reason: 'Tờ khai chưa hợp lệ',
    answerByDate: '2026-12-10',
  },
  refusal: { reason: 'Không thuộc phạm vi tiếp nhận của Bộ phận Một cửa' },
  apology: {
    reason: 'Chờ kết quả xác minh ở nơi khác',
    dueBefore: '2026-12-04T09:30:00.000Z',
    dueAt: '2026-12-09T17:00:00.000Z',
  },
  'stopping-notice': { reason: 'Quá hạn bổ sung hồ sơ', stoppedBy: 'Điều 19 Nghị định 61/2018/NĐ-CP' },
  'control-slip': {
    dueAt: '2026-12-04T09:30:00.000Z',
    handoffs: [
      {
        ...handoff(1),
        outcome: 'accepted',
        taker: 'ld.01',
        settledAt: '2026-11-30T03:00:00.000Z',
        timeliness: 'early',
      },
      { ...handoff(2), outcome: 'returned', settledAt: '2026-11-30T03:00:00.000Z', timeliness: 'late' },
      { ...handoff(3), outcome: 'pending', timeliness: 'on-time' },
    ],
  },
};
const forms = Object.keys(said) as Form[];
const dataOf = (form: Form, more: Partial<DossierFormData> = {}): DossierFormData =>
  ({
    ...{ form, ...dossier, ...(formOn(form, '2026-11-30') as object), ...said[form], ...more },
  }) as DossierFormData;

async function printed(sheet: Sheet) {
  const parts: Buffer[] = [];
  for await (const part of printSheet(sheet, typeface)) parts.push(part);
  return Buffer.concat(parts);
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** All that a sheet says, in the order of the paper. */
function saidBy(sheet: Sheet): string[] {
  const { form, agency, date, title, code, before, tables, after, legalBasis, signers } = sheet;
  const lines = (of: Sheet['before']) =>
    of.map(({ label, text }) => (label === undefined ? text : `${label}: ${text}`));
  return [
    ...[
      form ?? '',
      agency.toUpperCase(),
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      date,
    ],
    ...[title.toUpperCase(), code === undefined ? '' : `Mã hồ sơ: ${code}`, ...lines(before)],
    ...tables.flatMap(({ caption = '', columns, rows, note = '' }) => [
      ...[caption, ...columns.map(({ heading }) => heading), ...rows.flat(), note],
    ]),
    ...[...lines(after), `Căn cứ pháp lý: ${legalBasis}`, ...signers.flatMap(({ as, name }) => [as, name])],
    'In ngày 30/11/2026. Trang 1',
  ];
}

it.each(forms)(
  '%s is on paper what it says, every diacritic of it, with the look-up of its code',
  async (form) => {
    const sheet = sheetOf(dataOf(form), printedAt);
    const bytes = await printed(sheet);
    const read = readPdf(bytes);
    expect(read.pages).toBe(1);
    expect(wordsOf(read.text)).toEqual(wordsOf(saidBy(sheet).join(' ')));
    expect(read.text).not.toContain('\uFFFD');
    expect(read.text).toBe(read.text.normalize('NFC'));
    expect(read.qr).toBe(dossier.lookUp);
    expect(bytes.toString('latin1')).toContain('/Lang (vi-VN)');
  },
);

const expected: Readonly<Record<Form, readonly string[]>> = {
  receipt: [
    'Mẫu số 01 – Thông tư 03/2025/TT-VPCP',
    'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    'Tổ chức, cá nhân: Đặng Hữu Phước Thưởng',
    'Thủ tục: Cấp bản sao trích lục hộ tịch (2.000635)',
    'Tờ khai theo mẫu 1 Có',
    'Thời điểm hẹn trả kết quả: 16 giờ 30 phút, ngày 04 tháng 12 năm 2026',
    'Người tiếp nhận hồ sơ Nguyễn Thị Ngọc Yến',
  ],
  'supplement-request': [
    'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    'Thiếu chữ ký của người yêu cầu',
    'Lý do: Tờ khai chưa hợp lệ',
    'Hạn bổ sung: ngày 10 tháng 12 năm 2026',
  ],
  refusal: [
    'Mẫu số 03 – Thông tư 03/2025/TT-VPCP',
    'Lý do: Không thuộc phạm vi tiếp nhận của Bộ phận Một cửa',
  ],
  apology: [
    'Thời điểm đã hẹn trả kết quả: 16 giờ 30 phút, ngày 04 tháng 12 năm 2026',
    'Thời điểm hẹn lại: hết ngày 09 tháng 12 năm 2026',
  ],
  'stopping-notice': ['Mẫu số 05', 'Căn cứ dừng giải quyết: Điều 19 Nghị định 61/2018/NĐ-CP'],
  'control-slip': [
    'Mẫu số 06',
    '1 Trung tâm Phục vụ hành chính công Nguyễn Thị Ngọc Yến Sở Tư pháp ld.01 30/11/2026 09:00 30/11/2026 10:00 Trước hạn',
    'Quá hạn Trả lại: Chuyển thẩm định',
    'Đúng hạn Chờ nhận: Chuyển thẩm định',
  ],
};

it.each(forms)('%s says whose dossier it is and what became of it', async (form) => {
  const { text } = readPdf(await printed(sheetOf(dataOf(form), printedAt)));
  const flat = wordsOf(text).join(' ');
  for (const sentence of expected[form]) expect(flat).toContain(sentence);
});

describe('the control slip of an interlinked dossier', () => {
  const slipOf = (more: Partial<DossierFormData>) => sheetOf(dataOf('control-slip', more), printedAt);
  const textOf = async (sheet: Sheet) => wordsOf(readPdf(await printed(sheet)).text).join(' ');

  it('says of each leg who had it, for what, given and due when, and what became of it', async () => {
    const sheet = slipOf({ legs: allOutcomes });
    const text = await textOf(sheet);
    expect(text).toBe(wordsOf(saidBy(sheet).join(' ')).join(' '));
    for (const line of [
      'Các bước liên thông Bước Cơ quan thực hiện Công việc Thời điểm giao Hạn giải quyết Kết thúc Kết quả',
      '1 Sở Nông nghiệp và Môi trường cv.02 Cho ý kiến về môi trường 30/11/2026 09:00 hết 02/12/2026 ' +
        '03/12/2026 09:00 Quá hạn Đã chuyển cơ quan khác: Quá thời hạn, chuyển nơi khác',
      '1 Sở Xây dựng Lê Thị Thuý Hằng Cho ý kiến về môi trường 30/11/2026 09:00 04/12/2026 16:30 ' +
        '04/12/2026 08:00 Đúng hạn 45/SXD-TĐ',
      '2 Ủy ban nhân dân xã Bình An cv.03 Cho ý kiến về môi trường 30/11/2026 09:00 hết 02/12/2026 Đang thực hiện',
      ...['Từ chối giải quyết: Không phù hợp quy hoạch', 'Trả lại: Không thuộc thẩm quyền', 'Chưa đến lượt'],
      ...['Cơ quan đã chấm dứt hoạt động', 'Kết thúc cùng hồ sơ', 'Chờ nhận'],
      'Giao nhận hồ sơ STT Bên giao',
    ])
      expect(text).toContain(line);
  });

  it('has no hand-offs where nothing was handed over', async () => {
    const text = await textOf(slipOf({ legs, handoffs: [] }));
    expect(text).toContain('Sở Xây dựng');
    expect(text).not.toContain('Bên giao');
  });

  it('says so where it has not room for all hand-offs', async () => {
    const handoffs = said['control-slip'].handoffs ?? [];
    expect(await textOf(slipOf({ handoffs, moreHandoffs: true }))).toContain(
      'Phiếu chỉ in 3 lượt giao nhận đầu tiên; hồ sơ còn các lượt giao nhận sau đó, xem đầy đủ trên hệ thống.',
    );
    expect(await textOf(slipOf({ handoffs }))).not.toContain('Phiếu chỉ in');
  });
});

it('an appointment at the end of a day is told as that day', () => {
  const dueIn = (dueAt: string) => sheetOf(dataOf('receipt', { dueAt }), printedAt).after[0]?.text;
  expect(dueIn('2026-12-04T16:59:59.999Z')).toBe('hết ngày 04 tháng 12 năm 2026');
  expect(dueIn('2026-12-04T17:00:00.000Z')).toBe('hết ngày 04 tháng 12 năm 2026');
  expect(dueIn('2026-12-04T09:30:00.000Z')).toBe('16 giờ 30 phút, ngày 04 tháng 12 năm 2026');
});

describe('a sheet', () => {
  it('of a person who was erased bears no name, and of one nobody recorded a line to write on', () => {
    const { applicantRef } = dossier.applicant;
    const gone = sheetOf(dataOf('receipt', { applicant: { applicantRef, isErased: true } }), printedAt);
    expect(gone.before[0]?.text).toBe('(dữ liệu cá nhân đã được xóa)');
    expect(gone.signers[0]?.name).toBe('');
    expect(sheetOf(dataOf('receipt', { applicant: { applicantRef } }), printedAt).before[0]?.text).toMatch(
      /^\.+$/,
    );
  });

  it('without a code has no QR code, and without a number none', async () => {
    const { code: _, lookUp: _lookUp, number: _number, circular: _circular, ...bare } = dataOf('refusal');
    const read = readPdf(await printed(sheetOf(bare, printedAt)));
    expect(read.qr).toBeUndefined();
    expect(read.text).not.toContain('Mẫu số');
    expect(read.text).not.toContain('Mã hồ sơ');
  });

  it('goes on over pages with its headings again, and loses no row', async () => {
    const handoffs = Array.from({ length: 200 }, (_, index) => ({
      ...handoff(index + 1),
      outcome: 'pending' as const,
    }));
    const { pages, text } = readPdf(await printed(sheetOf(dataOf('control-slip', { handoffs }), printedAt)));
    expect(pages).toBeGreaterThan(5);
    expect(text.match(/Bên giao/g)).toHaveLength(pages);
    expect(text.match(/Chờ nhận/g)).toHaveLength(200);
    expect(text).toContain(`Trang ${pages}`);
  });
});
