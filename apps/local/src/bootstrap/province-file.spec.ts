import { readProvince } from './province-file';

const head = 'agency,name,abbreviation,tier,parent,officer,displayName,roles';
const operator = 'H26,Ủy ban nhân dân tỉnh,UBND,province,,vh.ubnd,Nguyễn Văn An,Operator';
const read = (...rows: string[]) => readProvince(Buffer.from([head, ...rows, ''].join('\n')));

it('reads agencies with their officers, those above first', async () => {
  const agencies = await read(
    'H26.1,Sở Tài chính,STC,province,H26,vt.stc,Trần Thị Bình,Clerk Drafter',
    'H26.1,,,,,ld.stc,Lê Văn Cường,Leader',
    'H26.2,Sở Xây dựng,SXD,province,H26,,,',
    operator,
  );
  expect(agencies.map(({ agency, officers }) => [agency, officers.map(({ officer }) => officer)])).toEqual([
    ['H26', ['vh.ubnd']],
    ['H26.1', ['vt.stc', 'ld.stc']],
    ['H26.2', []],
  ]);
  expect(agencies[1]).toMatchObject({
    card: { name: 'Sở Tài chính', abbreviation: 'STC', tier: 'province', parent: 'H26' },
    officers: [{ displayName: 'Trần Thị Bình', roles: ['Clerk', 'Drafter'] }, {}],
  });
});

it('takes the mark that spreadsheets write first', async () =>
  expect(await readProvince(Buffer.from(`\uFEFF${head}\n${operator}\n`))).toHaveLength(1));

it.each([
  ['a code that is none', ['xx!,Sở,S,province,,a,An Bình,Operator'], /Line 2: agency/],
  ['no name', ['H26,,UBND,province,,vh,An Bình,Operator'], /Line 2: name/],
  ['a tier that is none', ['H26,Ủy ban,UBND,ward,,vh,An Bình,Operator'], /Line 2: tier/],
  ['a role no officer holds', [operator, 'H26,,,,,nhap,Nhập Liệu,Importer'], /Line 3: roles/],
  ['an officer without a role', [operator, 'H26,,,,,a,An Bình,'], /Line 3: roles/],
  ['an officer twice', [operator, 'H26,,,,,vh.ubnd,An Bình,Clerk'], /Line 3: names vh.ubnd of H26 again/],
  ['an agency told in two ways', [operator, 'H26,Khác,UBND,province,,b,An Bình,Clerk'], /Line 3: says other/],
  ['an agency under one that is not there', [operator, 'H26.1,Sở X,SX,province,H27,,,'], /stands under H27/],
  ['nobody who operates', ['H26,Ủy ban,UBND,province,,a,An Bình,Clerk'], /role Operator/],
  ['too few cells', [operator, 'H26.1,Sở'], /Invalid Record Length/],
  ['nothing', [], /names no agency/],
])('refuses a file with %s, by its line', async (_what, rows, said) => {
  await expect(read(...rows)).rejects.toThrow(said);
});

it('refuses agencies that stand above each other', async () => {
  const circle = ['H26.1,Sở A,SA,province,H26.2,,,', 'H26.2,Sở B,SB,province,H26.1,,,'];
  await expect(read(operator, ...circle)).rejects.toThrow(/a circle/);
});

it('refuses other columns, another encoding and a file that is too large', async () => {
  await expect(readProvince(Buffer.from('agency,name\n'))).rejects.toThrow(/abbreviation, tier/);
  await expect(readProvince(Buffer.from([0x48, 0xff, 0x0a]))).rejects.toThrow(/not UTF-8/);
  await expect(readProvince(Buffer.alloc(17 * 1024 * 1024))).rejects.toThrow(/larger than/);
});
