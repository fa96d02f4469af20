import { type DocumentType, documentTypes } from '@domain/codes';
import type { Column, Day, Label } from './book';

interface Entry {
  readonly number: number;
  /** A code of the table of document types. */
  readonly documentType?: string;
  /** Trích yếu. */
  readonly subject?: string;
  /** Why the number stands for nothing: it was voided and is never given again. */
  readonly voided?: string;
  readonly note?: string;
}

/** One line of the incoming register (Sổ đăng ký văn bản đến), Decree 30/2020/NĐ-CP Annex IV. */
export interface IncomingEntry extends Entry {
  /** Local date of arrival, YYYY-MM-DD. */
  readonly arrivedDate?: string;
  /** Name or code of the agency the document came from; on paper as printed. */
  readonly author?: string;
  readonly symbol?: string;
  /** Local date of the document, YYYY-MM-DD. */
  readonly documentDate?: string;
  /** Unit or person it was given to. */
  readonly receiver?: string;
  /** Who signed for it; an electronic receipt stands for the signature. */
  readonly signedFor?: string;
}

/** One line of the outgoing register (Sổ đăng ký văn bản đi), Decree 30/2020/NĐ-CP Annex IV. */
export interface OutgoingEntry extends Entry {
  readonly symbol?: string;
  readonly documentDate?: string;
  readonly signer?: string;
  readonly recipients: readonly string[];
  /** Unit or person receiving the file copy. */
  readonly filedBy?: string;
  readonly copies?: number;
  readonly sending?: string;
}

export const incomingTitle = 'Sổ đăng ký văn bản đến';
export const outgoingTitle = 'Sổ đăng ký văn bản đi';

export const incomingColumns: readonly Column<IncomingEntry>[] = [
  { heading: 'Ngày đến', width: 22, cell: ({ arrivedDate }) => dayOf(arrivedDate) },
  { heading: 'Số đến', width: 16, cell: numberOf },
  { heading: 'Tác giả', width: 42, cell: ({ author }) => author ?? '' },
  { heading: 'Số, ký hiệu văn bản', width: 32, cell: ({ symbol }) => symbol ?? '' },
  { heading: 'Ngày, tháng văn bản', width: 22, cell: ({ documentDate }) => dayOf(documentDate) },
  { heading: 'Tên loại và trích yếu nội dung văn bản', width: 70, cell: typeAndSubject },
  { heading: 'Đơn vị hoặc người nhận', width: 28, cell: ({ receiver }) => receiver ?? '' },
  { heading: 'Ký nhận', width: 22, cell: ({ signedFor }) => signedFor ?? '' },
  { heading: 'Ghi chú', width: 23, cell: noteOf },
];

export const outgoingColumns: readonly Column<OutgoingEntry>[] = [
  { heading: 'Số, ký hiệu văn bản', width: 32, cell: (entry) => entry.symbol ?? numberOf(entry) },
  { heading: 'Ngày, tháng văn bản', width: 22, cell: ({ documentDate }) => dayOf(documentDate) },
  { heading: 'Tên loại và trích yếu nội dung văn bản', width: 68, cell: typeAndSubject },
  { heading: 'Người ký', width: 26, cell: ({ signer }) => signer ?? '' },
  { heading: 'Nơi nhận văn bản', width: 45, cell: ({ recipients }) => recipients.join('; ') },
  { heading: 'Đơn vị, người nhận bản lưu', width: 24, cell: ({ filedBy }) => filedBy ?? '' },
  { heading: 'Số lượng bản', width: 14, cell: ({ copies }) => copies ?? '' },
  { heading: 'Hình thức gửi', width: 22, cell: ({ sending }) => sending ?? '' },
  { heading: 'Ghi chú', width: 24, cell: noteOf },
];

function typeAndSubject({ documentType, subject }: Entry): string {
  const name = Object.hasOwn(documentTypes, documentType ?? '')
    ? documentTypes[documentType as DocumentType].name
    : (documentType ?? '');
  return [name, subject].filter(Boolean).join(': ');
}

function noteOf({ voided, note }: Entry): string {
  return [voided === undefined ? '' : `Số hủy: ${voided}`, note].filter(Boolean).join('. ');
}

const dayOf = (day: string | undefined): Day | string => (day === undefined ? '' : { day });

function numberOf({ number }: Entry): Label {
  return { label: String(number) };
}
