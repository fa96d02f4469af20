import type { DossierForm } from '@domain/codes';

/** What a form is called and rests on, on a date. */
export interface PrescribedForm {
  /** Of the form in its circular. */
  readonly number: string;
  /** Number and symbol of the circular that prescribes it. */
  readonly circular: string;
  /** In Vietnamese. */
  readonly title: string;
  readonly legalBasis: string;
}

interface FormSet {
  readonly circular: string;
  /** First local day of acceptance on which its forms are used. */
  readonly fromDate: string;
  readonly forms: Readonly<Partial<Record<DossierForm, Omit<PrescribedForm, 'circular'>>>>;
}

const titles = {
  receipt: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
  'supplement-request': 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
  refusal: 'Phiếu từ chối tiếp nhận giải quyết hồ sơ',
  apology: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả',
  'stopping-notice': 'Thông báo dừng giải quyết hồ sơ',
  'control-slip': 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
  'tracking-register': 'Sổ theo dõi hồ sơ',
} as const satisfies Readonly<Record<DossierForm, string>>;

const form = (key: DossierForm, number: string, legalBasis: string, title: string = titles[key]) => ({
  [key]: { number, title, legalBasis },
});

/** Newest first. Numbers 05 to 07 moved between the two, so a form is known by its key and a date alone. */
const formSets: readonly FormSet[] = [
  {
    circular: 'Thông tư 03/2025/TT-VPCP',
    fromDate: '2025-09-15',
    forms: {
      ...form('receipt', '01', 'Khoản 3 Điều 17 Nghị định 118/2025/NĐ-CP'),
      ...form('supplement-request', '02', 'Điểm a khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP'),
      ...form('refusal', '03', 'Khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP'),
      ...form(
        'apology',
        '04',
        'Nghị định 118/2025/NĐ-CP',
        'Phiếu xin lỗi và đề nghị gia hạn thời gian trả kết quả',
      ),
      ...form('stopping-notice', '05', 'Phụ lục I Thông tư 03/2025/TT-VPCP'),
      ...form('control-slip', '06', 'Phụ lục I Thông tư 03/2025/TT-VPCP'),
      ...form('tracking-register', '07', 'Phụ lục I Thông tư 03/2025/TT-VPCP'),
    },
  },
  {
    circular: 'Thông tư 01/2018/TT-VPCP',
    fromDate: '2019-01-06',
    forms: {
      ...form('receipt', '01', 'Điểm c khoản 1 Điều 17 Nghị định 61/2018/NĐ-CP'),
      ...form(
        'supplement-request',
        '02',
        'Điểm c khoản 2 Điều 11, Điều 17, khoản 4 Điều 19 Nghị định 61/2018/NĐ-CP',
      ),
      ...form('refusal', '03', 'Điểm b khoản 1 Điều 17 Nghị định 61/2018/NĐ-CP'),
      ...form('apology', '04', 'Khoản 9 Điều 19 Nghị định 61/2018/NĐ-CP'),
      ...form('control-slip', '05', 'Điều 9 Thông tư 01/2018/TT-VPCP'),
      ...form('tracking-register', '06', 'Điều 9 Thông tư 01/2018/TT-VPCP'),
    },
  },
];

/** The form as it is prescribed on a local date; nothing when no circular of that date knows it. */
export function formOn(key: DossierForm, date: string): PrescribedForm | undefined {
  const set = formSets.find(({ fromDate }) => fromDate <= date);
  const found = set?.forms[key];
  return set === undefined || found === undefined ? undefined : { ...found, circular: set.circular };
}
