import { type DossierDegree, localDate } from '@domain/codes';
import type { Column, Day } from './book';

/** One line of the tracking register of the one-stop unit (Sổ theo dõi hồ sơ). */
export interface TrackedEntry {
  /** Counted from 1 in the order of receipt. */
  readonly number: number;
  readonly code?: string;
  readonly procedure: string;
  readonly procedureName?: string;
  /** Name of who applies, or what stands for it; empty when nobody recorded it. */
  readonly applicant: string;
  readonly contact: string;
  readonly receivedAt: string;
  readonly dueAt?: string;
  readonly returnedAt?: string;
  /** The way its result was returned. */
  readonly returnedBy?: string;
  readonly degree: DossierDegree;
  /** Name of the closed agency that received it, when it is not the agency whose register this is. */
  readonly receivedBy?: string;
}

const day = (at: string | undefined): Day | string => (at === undefined ? '' : { day: localDate(at) });

/** The last day: a limit of whole days may be the midnight that ends it. */
const limit = (at: string | undefined): Day | string =>
  at === undefined ? '' : day(new Date(Date.parse(at) - 1).toISOString());

const ways: Readonly<Record<string, string>> = {
  counter: 'Trực tiếp',
  online: 'Trực tuyến',
  post: 'Bưu chính',
};

const notes: Readonly<Record<DossierDegree, string>> = {
  received: '',
  'in-process': 'Đang giải quyết',
  finished: 'Đã có kết quả',
  returned: '',
  ended: 'Không có kết quả',
};

const noteOf = ({ degree, receivedBy }: TrackedEntry): string =>
  [...(receivedBy === undefined ? [] : [`${receivedBy} tiếp nhận`]), notes[degree]]
    .filter(Boolean)
    .join('; ');

/** The columns fill 277 mm; whoever takes the result signs on the printed page. */
export const trackingColumns: readonly Column<TrackedEntry>[] = [
  { heading: 'STT', width: 10, cell: ({ number }) => ({ label: String(number) }) },
  { heading: 'Mã hồ sơ', width: 38, cell: ({ code }) => code ?? '' },
  {
    heading: 'Tên thủ tục hành chính',
    width: 48,
    cell: ({ procedure, procedureName }) => procedureName ?? procedure,
  },
  { heading: 'Tên cá nhân, tổ chức', width: 36, cell: ({ applicant }) => applicant },
  { heading: 'Địa chỉ, số điện thoại', width: 42, cell: ({ contact }) => contact },
  { heading: 'Ngày nhận hồ sơ', width: 18, cell: ({ receivedAt }) => day(receivedAt) },
  { heading: 'Ngày hẹn trả', width: 18, cell: ({ dueAt }) => limit(dueAt) },
  { heading: 'Ngày trả kết quả', width: 18, cell: ({ returnedAt }) => day(returnedAt) },
  {
    heading: 'Cách nhận kết quả',
    width: 19,
    cell: ({ returnedBy = '' }) => ways[returnedBy] ?? returnedBy,
  },
  { heading: 'Ký nhận', width: 15, cell: () => '' },
  { heading: 'Ghi chú', width: 15, cell: noteOf },
];
