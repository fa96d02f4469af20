import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Operation, operations, problemsOf, subjects } from '@contracts';
import { roles } from '@domain/codes';
import { methodsOf } from './route-methods';

const rolesOf = (operation: Operation): string =>
  officersOf(operation) + (operation.systems === true ? ', and connected systems' : '');

const officersOf = ({ kind, allow }: Operation): string => {
  if (kind === 'open' || kind === 'public') return 'everyone, without a token';
  if (allow === roles) return 'every role';
  return allow === 'any' ? 'any of the own agency' : allow.join(', ');
};

/** A page without what Prettier does to its tables. */
const unaligned = (page: string): string => page.replace(/ +/g, ' ').replace(/-{3,}/g, '---');

/** The table of operations as docs have it. */
const routes = Object.values<Operation>(operations).map((operation) => {
  const { method, path, en, vi } = operation;
  return `| \`${method} ${path}\` | ${en}<br>${vi} | ${rolesOf(operation)} |`;
});

const rows = Object.entries<Operation>(operations);

describe('the table of operations', () => {
  it('has each route once', () => {
    const each = rows.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(each).toEqual([...new Set(each)]);
  });

  it('has each subject once: two operations with one would share their command ids', () => {
    const each: readonly string[] = Object.values(subjects);
    expect(each).toEqual([...new Set(each)]);
  });

  it('opens only what tells nothing of any agency', () => {
    const open = rows.filter(([, { kind }]) => kind === 'open').map(([, { path }]) => path);
    expect(open.sort()).toEqual(['/', '/health/live', '/health/ready']);
  });

  it('lets anybody look up how far a dossier has come, have a message judged, and nothing else', () => {
    const looked = rows.filter(([, { kind }]) => kind === 'public').map(([, { path }]) => path);
    expect(looked).toEqual(['/public/dossiers/{code}', '/validate']);
  });

  it('lets connected systems read their events, and nothing else', () => {
    const theirs = rows.filter(([, { systems }]) => systems === true).map(([name]) => name);
    expect(theirs).toEqual(['getEvents']);
  });

  it.each(rows)('%s says what it is in both languages', (_name, { en, vi }) => {
    expect(en).not.toBe('');
    expect(vi).toMatch(/[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i);
  });

  it.each(rows)('%s names each of its problems once', (_name, operation) => {
    const names = problemsOf(operation);
    expect(names).toEqual([...new Set(names)]);
  });

  it('stands in docs, row by row; LIENTHONG_GOLDEN=write writes it, for Prettier to lay out', () => {
    const file = join(__dirname, '..', '..', 'docs', 'routes.md');
    const table = ['| Route | What | Roles |', '| --- | --- | --- |', ...routes].join('\n');
    const page = readFileSync(file, 'utf8');
    if (process.env['LIENTHONG_GOLDEN'] === 'write')
      writeFileSync(file, `${page.slice(0, page.indexOf('| Route'))}${table}\n`);
    expect(unaligned(readFileSync(file, 'utf8'))).toContain(table);
  });
});

describe('methods of a path', () => {
  it.each([
    ['/documents', ['POST']],
    ['/documents/1', ['GET', 'HEAD']],
    ['/agencies/H99.1', ['GET', 'HEAD', 'PUT']],
    ['/contents/abc', ['PUT']],
    ['/documents/1/contents/abc', ['GET', 'HEAD']],
    ['/documents/1/signature/2', []],
    ['/nirgendwo', []],
  ])('%s takes %j', (path, methods) => expect(methodsOf(path)).toEqual(methods));
});
