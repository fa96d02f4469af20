import { wrongAssignees } from './assignees.policy';

const agency = {
  code: 'H26.1',
  scheme: 'qd20',
  name: 'Sở Tài chính',
  abbreviation: 'STC',
  tier: 'province',
  officers: [
    { officer: 'cv.01', displayName: 'Chuyên viên', roles: ['Specialist'] },
    { officer: 'ld.01', displayName: 'Lãnh đạo', roles: ['Drafter', 'Leader'] },
    { officer: 'vt.01', displayName: 'Văn thư', roles: ['Clerk'] },
  ],
} as const;

const pointers = (
  assignee: string,
  coordinating: readonly string[],
  from: typeof agency | undefined = agency,
) => wrongAssignees({ assignee, coordinating }, from).map(({ pointer }) => pointer);

it.each<[string, string[], string[]]>([
  ['cv.01', [], []],
  ['ld.01', ['vt.01', 'cv.01'], []],
  ['vt.01', [], ['/body/assignee']],
  ['nobody', ['cv.01', 'nobody'], ['/body/assignee', '/body/coordinating/1']],
])('%s with %j', (assignee, coordinating, wrong) => expect(pointers(assignee, coordinating)).toEqual(wrong));

it('knows nobody in an agency that is not registered', () =>
  expect(wrongAssignees({ assignee: 'cv.01', coordinating: [] }, undefined)).toHaveLength(1));
