/**
 * The 29 administrative document types of Decree 30/2020/NĐ-CP art. 7 and Annex III; `abbreviation` stands in the
 * symbol.
 */
export const documentTypes = {
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

export type DocumentType = keyof typeof documentTypes;
export const documentTypeCodes = Object.keys(documentTypes) as DocumentType[];

/**
 * Number and symbol as printed (Decree 30/2020 Annex III): `15/QĐ-UBND`; a type without an abbreviation leaves only the
 * agency's: `07/UBND`. Numbers below 10 take a leading zero.
 */
export function documentSymbol(number: number, type: DocumentType, agencyAbbreviation: string): string {
  const { abbreviation } = documentTypes[type];
  const notation = abbreviation === '' ? agencyAbbreviation : `${abbreviation}-${agencyAbbreviation}`;
  return `${String(number).padStart(2, '0')}/${notation}`;
}
