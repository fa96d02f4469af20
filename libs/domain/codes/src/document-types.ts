import type { CopyKind } from './vocabulary';

/**
 * The 29 administrative document types of Decree 30/2020/NĐ-CP art. 7 and Annex III; `abbreviation` stands in the
 * symbol.
 */
export const administrativeTypes = {
  NQ: { name: 'Nghị quyết', abbreviation: 'NQ' },
  QD: { name: 'Quyết định', abbreviation: 'QĐ' },
  CT: { name: 'Chỉ thị', abbreviation: 'CT' },
  QC: { name: 'Quy chế', abbreviation: 'QC' },
  QYD: { name: 'Quy định', abbreviation: 'QyĐ' },
  TC: { name: 'Thông cáo', abbreviation: 'TC' },
  TB: { name: 'Thông báo', abbreviation: 'TB' },
  HD: { name: 'Hướng dẫn', abbreviation: 'HD' },
  CTR: { name: 'Chương trình', abbreviation: 'CTr' },
  KH: { name: 'Kế hoạch', abbreviation: 'KH' },
  PA: { name: 'Phương án', abbreviation: 'PA' },
  DE: { name: 'Đề án', abbreviation: 'ĐA' },
  DA: { name: 'Dự án', abbreviation: 'DA' },
  BC: { name: 'Báo cáo', abbreviation: 'BC' },
  BB: { name: 'Biên bản', abbreviation: 'BB' },
  TTR: { name: 'Tờ trình', abbreviation: 'TTr' },
  HOPD: { name: 'Hợp đồng', abbreviation: 'HĐ' },
  CV: { name: 'Công văn', abbreviation: '' },
  CD: { name: 'Công điện', abbreviation: 'CĐ' },
  BGN: { name: 'Bản ghi nhớ', abbreviation: 'BGN' },
  BTT: { name: 'Bản thỏa thuận', abbreviation: 'BTT' },
  GUQ: { name: 'Giấy ủy quyền', abbreviation: 'GUQ' },
  GM: { name: 'Giấy mời', abbreviation: 'GM' },
  GGT: { name: 'Giấy giới thiệu', abbreviation: 'GGT' },
  GNP: { name: 'Giấy nghỉ phép', abbreviation: 'GNP' },
  PG: { name: 'Phiếu gửi', abbreviation: 'PG' },
  PC: { name: 'Phiếu chuyển', abbreviation: 'PC' },
  PB: { name: 'Phiếu báo', abbreviation: 'PB' },
  TCONG: { name: 'Thư công', abbreviation: '' },
} as const;

/**
 * Normative documents, group A of Circular 01/2022/TT-BTTTT in its order. A province issues resolutions of its People's
 * Council and decisions of its People's Committee; the others come from the centre.
 */
export const normativeTypes = {
  QPHP: { name: 'Hiến pháp', abbreviation: 'HP' },
  QPLU: { name: 'Luật', abbreviation: 'L' },
  QPPL: { name: 'Pháp lệnh', abbreviation: 'PL' },
  QPLE: { name: 'Lệnh', abbreviation: 'L' },
  QPNQ: { name: 'Nghị quyết', abbreviation: 'NQ' },
  QPNQL: { name: 'Nghị quyết liên tịch', abbreviation: 'NQLT' },
  QPND: { name: 'Nghị định', abbreviation: 'NĐ' },
  QPQD: { name: 'Quyết định', abbreviation: 'QĐ' },
  QPTT: { name: 'Thông tư', abbreviation: 'TT' },
  QPTTL: { name: 'Thông tư liên tịch', abbreviation: 'TTLT' },
  QPCT: { name: 'Chỉ thị', abbreviation: 'CT' },
  QPBL: { name: 'Bộ luật', abbreviation: 'BL' },
  QPDB: { name: 'Văn bản quy phạm pháp luật của đơn vị hành chính - kinh tế đặc biệt', abbreviation: 'VBQP' },
} as const;

export const documentTypes = { ...administrativeTypes, ...normativeTypes };
export type DocumentType = keyof typeof documentTypes;
export const documentTypeCodes = Object.keys(documentTypes) as DocumentType[];

const isNormative = (type: DocumentType): boolean => Object.hasOwn(normativeTypes, type);

/** What of a document decides in which series it is numbered and how its symbol is printed. */
export interface Numberable {
  readonly documentType: DocumentType;
  /** Abbreviation of the unit that drafted it; printed for official letters only. */
  readonly draftingUnit?: string;
  readonly copyOf?: { readonly kind: CopyKind };
}

/**
 * The register whose numbers it takes, Decree 30/2020 art. 15(1): administrative documents share one, each normative
 * type has its own. Copies of all kinds share another one: general practice, not found in the text that was read.
 */
export function numberSeries({ documentType, copyOf }: Numberable): string {
  if (copyOf !== undefined) return 'outgoingcopy';
  return isNormative(documentType) ? `outgoing${documentType.toLowerCase()}` : 'outgoing';
}

/** Every series that a book of numbers may have, incoming first. */
export const bookSeries: readonly string[] = [
  ...['incoming', 'outgoing', 'outgoingcopy'],
  ...Object.keys(normativeTypes).map((type) => `outgoing${type.toLowerCase()}`),
];

/**
 * Number and symbol as printed (Decree 30/2020 Annex III): `15/QĐ-UBND`, for an official letter the agency and the unit
 * that drafted it: `7816/VPCP-TTĐT`, for a copy its kind: `03/SY-UBND`. A normative document bears the year:
 * `15/2026/QĐ-UBND`. Numbers below 10 take a leading zero.
 */
export function documentSymbol(
  { number, bookYear }: { readonly number: number; readonly bookYear: number },
  { documentType, draftingUnit, copyOf }: Numberable,
  agencyAbbreviation: string,
): string {
  const kind = copyOf?.kind ?? documentTypes[documentType].abbreviation;
  const unit = documentType === 'CV' && copyOf === undefined ? draftingUnit : undefined;
  const notation = [kind, agencyAbbreviation, unit]
    .filter((part) => part !== undefined && part !== '')
    .join('-');
  const year = isNormative(documentType) && copyOf === undefined ? [String(bookYear)] : [];
  return [String(number).padStart(2, '0'), ...year, notation].join('/');
}
