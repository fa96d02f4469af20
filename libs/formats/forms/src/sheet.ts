import type { DossierFormData } from '@contracts';
import { localDate } from '@domain/codes';
import { handoffTable, legTable, listTables, type SheetTable } from './sheet-tables';
import { lastWorkingInstant, printedDay, printedInstant } from './vietnamese';

export interface SheetLine {
  /** Stands before its text, bold; absent of a sentence. */
  readonly label?: string;
  readonly text: string;
}

/** A form as it is to be printed: words and their order, in Vietnamese. */
export interface Sheet {
  readonly title: string;
  /** Number of the form and its circular; absent where none prescribes it or numbers are not to be shown. */
  readonly form?: string;
  readonly agency: string;
  readonly code?: string;
  /** What the QR code holds: the address of the public look-up of the code. */
  readonly lookUp?: string;
  readonly date: string;
  readonly before: readonly SheetLine[];
  readonly tables: readonly SheetTable[];
  readonly after: readonly SheetLine[];
  readonly legalBasis: string;
  /** Who signs, left to right. */
  readonly signers: readonly { readonly as: string; readonly name: string }[];
  readonly printedAt: string;
}

const erased = '(dữ liệu cá nhân đã được xóa)';
const unknown = '........................';

/** The words of a form. Pure: the instant of the print is the caller's. */
export function sheetOf(data: DossierFormData, printedAt: string): Sheet {
  const { title, number, circular, agencyName, agency, code, lookUp, legalBasis, issuedAt } = data;
  return {
    title,
    ...(number === undefined ? {} : { form: [`Mẫu số ${number}`, circular].filter(Boolean).join(' – ') }),
    agency: agencyName ?? agency,
    ...(code === undefined ? {} : { code }),
    ...(lookUp === undefined ? {} : { lookUp }),
    date: capital(printedDay(localDate(issuedAt))),
    before: [...whose(data), ...saidBefore[data.form](data)],
    tables: [...listTables(data), ...legTable(data), ...handoffTable(data)],
    after: saidAfter[data.form]?.(data) ?? [],
    legalBasis,
    signers: signersOf(data),
    printedAt,
  };
}

/** Of a line of its own. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const line = (label: string, text: string | undefined): readonly SheetLine[] =>
  text === undefined || text === '' ? [] : [{ label, text }];
const sentence = (text: string): SheetLine => ({ text });

function whose({ form, applicant, procedure, procedureName }: DossierFormData): readonly SheetLine[] {
  const name = applicant.isErased === true ? erased : (applicant.name ?? unknown);
  const contact = [applicant.phone, applicant.email].filter(Boolean).join(', ');
  const told =
    form === 'control-slip' ? [] : [...line('Địa chỉ', applicant.address), ...line('Liên hệ', contact)];
  return [
    ...line('Tổ chức, cá nhân', name),
    ...told,
    ...line('Thủ tục', [procedureName, `(${procedure})`].filter(Boolean).join(' ')),
  ];
}

type Says = (data: DossierFormData) => readonly SheetLine[];

const saidBefore: Readonly<Record<DossierFormData['form'], Says>> = {
  receipt: ({ startedAt }) => [
    ...line('Thời điểm tính thời hạn', startedAt && printedInstant(startedAt)),
    sentence('Đã tiếp nhận hồ sơ gồm các giấy tờ sau đây.'),
  ],
  'supplement-request': () => [
    sentence('Để có đủ cơ sở giải quyết, đề nghị bổ sung, hoàn thiện các giấy tờ sau đây.'),
  ],
  refusal: ({ reason }) => [
    sentence('Hồ sơ không được tiếp nhận giải quyết với lý do sau đây.'),
    ...line('Lý do', reason),
  ],
  apology: ({ reason, dueBefore, dueAt }) => [
    ...line('Thời điểm đã hẹn trả kết quả', dueBefore && lastWorkingInstant(dueBefore)),
    sentence('Hồ sơ chưa giải quyết xong đúng hẹn. Cơ quan xin lỗi vì sự chậm trễ này.'),
    ...line('Lý do', reason),
    ...line('Thời điểm hẹn lại', dueAt && lastWorkingInstant(dueAt)),
  ],
  'stopping-notice': ({ reason, stoppedBy }) => [
    sentence('Hồ sơ được dừng giải quyết.'),
    ...line('Lý do', reason),
    ...line('Căn cứ dừng giải quyết', stoppedBy),
  ],
  'control-slip': ({ dueAt }) => line('Hẹn trả kết quả', dueAt && lastWorkingInstant(dueAt)),
};

const saidAfter: Readonly<Partial<Record<DossierFormData['form'], Says>>> = {
  receipt: ({ dueAt }) => [
    ...line('Thời điểm hẹn trả kết quả', dueAt && lastWorkingInstant(dueAt)),
    sentence('Tra cứu tình trạng hồ sơ theo mã số hoặc mã QR trên giấy này.'),
  ],
  'supplement-request': ({ reason, answerByDate }) => [
    ...line('Lý do', reason),
    ...line('Hạn bổ sung', answerByDate && printedDay(answerByDate)),
  ],
};

function signersOf({ form, applicant, officerName, officer }: DossierFormData): Sheet['signers'] {
  const name = officerName ?? officer ?? '';
  if (form === 'control-slip') return [];
  if (form !== 'receipt') return [{ as: 'Người lập phiếu', name }];
  const submitter = applicant.isErased === true ? '' : (applicant.name ?? '');
  return [
    { as: 'Người nộp hồ sơ', name: submitter },
    { as: 'Người tiếp nhận hồ sơ', name },
  ];
}
