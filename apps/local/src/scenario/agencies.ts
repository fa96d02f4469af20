import type { RegisterAgencyBody } from '@contracts';

/** An invented province: level-1 code H00 is assigned to nobody, and officers are named by their post. */
export interface DemoAgency {
  readonly code: string;
  readonly name: string;
  readonly abbreviation: string;
  readonly tier: RegisterAgencyBody['tier'];
  readonly parent?: string;
}

export interface DemoOfficer {
  readonly officer: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

/** Twelve agencies in three tiers: the provincial committee; its offices, departments and one-stop centre; communes. */
export const agencies: readonly DemoAgency[] = [
  { code: 'H00', name: 'Ủy ban nhân dân tỉnh', abbreviation: 'UBND', tier: 'province' },
  {
    code: 'H00.01',
    name: 'Văn phòng Ủy ban nhân dân tỉnh',
    abbreviation: 'VPUBND',
    tier: 'province',
    parent: 'H00',
  },
  { code: 'H00.02', name: 'Sở Tài chính', abbreviation: 'STC', tier: 'province', parent: 'H00' },
  { code: 'H00.03', name: 'Sở Xây dựng', abbreviation: 'SXD', tier: 'province', parent: 'H00' },
  {
    code: 'H00.04',
    name: 'Sở Nông nghiệp và Môi trường',
    abbreviation: 'SNNMT',
    tier: 'province',
    parent: 'H00',
  },
  { code: 'H00.05', name: 'Sở Tư pháp', abbreviation: 'STP', tier: 'province', parent: 'H00' },
  { code: 'H00.06', name: 'Sở Nội vụ', abbreviation: 'SNV', tier: 'province', parent: 'H00' },
  {
    code: 'H00.07',
    name: 'Trung tâm Phục vụ hành chính công tỉnh',
    abbreviation: 'TTPVHCC',
    tier: 'province',
    parent: 'H00',
  },
  { code: 'H00.08', name: 'Thanh tra tỉnh', abbreviation: 'TTT', tier: 'province', parent: 'H00' },
  {
    code: 'H00.21',
    name: 'Ủy ban nhân dân phường An Bình',
    abbreviation: 'UBNDAB',
    tier: 'commune',
    parent: 'H00',
  },
  {
    code: 'H00.22',
    name: 'Ủy ban nhân dân xã Tân Phú',
    abbreviation: 'UBNDTP',
    tier: 'commune',
    parent: 'H00',
  },
  {
    code: 'H00.23',
    name: 'Ủy ban nhân dân xã Hòa Lợi',
    abbreviation: 'UBNDHL',
    tier: 'commune',
    parent: 'H00',
  },
];

export const oneStopCentre = 'H00.07';
export const inspectorate = 'H00.08';
export const operatingAgency = 'H00.01';

const posts = [
  { prefix: 'vt', displayName: 'Văn thư', roles: ['Clerk'] },
  { prefix: 'ld', displayName: 'Lãnh đạo', roles: ['Leader'] },
  { prefix: 'cv', displayName: 'Chuyên viên', roles: ['Specialist', 'Drafter'] },
] as const;

const extraPosts: Readonly<
  Record<string, { prefix: string; displayName: string; roles: readonly string[] }>
> = {
  [oneStopCentre]: { prefix: 'mc', displayName: 'Cán bộ một cửa', roles: ['OneStopOfficer'] },
  [inspectorate]: { prefix: 'tt', displayName: 'Thanh tra viên', roles: ['Auditor'] },
  [operatingAgency]: { prefix: 'vh', displayName: 'Quản trị vận hành', roles: ['Operator'] },
};

/** The id of an officer of an agency by post: `vt.stc` is the records clerk (văn thư) of the agency abbreviated STC. */
export function officerOf(agencyCode: string, prefix: 'vt' | 'ld' | 'cv' | 'mc' | 'tt' | 'vh'): string {
  const agency = agencies.find(({ code }) => code === agencyCode);
  if (agency === undefined) throw new Error(`no such agency in the scenario: ${agencyCode}`);
  return `${prefix}.${agency.abbreviation.toLowerCase()}`;
}

/** Whose tokens the tools of this machine use, appointed like every other operator. */
export const toolsOfficer: DemoOfficer = {
  officer: 'local',
  displayName: 'Công cụ của máy chủ',
  roles: ['Operator'],
};

export function officersOf(agency: DemoAgency): readonly DemoOfficer[] {
  const extra = extraPosts[agency.code];
  return [...posts, ...(extra === undefined ? [] : [extra])].map(({ prefix, displayName, roles }) => ({
    officer: `${prefix}.${agency.abbreviation.toLowerCase()}`,
    displayName: `${displayName} ${agency.name}`,
    roles,
  }));
}
