import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transactRefusals } from '@adapters/event-store';
import {
  isProblemName,
  type Operation,
  operations,
  type ProblemRow,
  problems,
  problemsOf,
  problemsOverBus,
} from '@contracts';
import { agencyRefusals } from '@domain/agency';
import { calendarRefusals } from '@domain/calendar';
import { deliveryRefusals } from '@domain/delivery';
import { documentRefusals } from '@domain/document';
import { dossierRefusals } from '@domain/dossier';
import { noticeRefusals } from '@domain/notice';
import { procedureRefusals } from '@domain/procedure';
import { registerRefusals } from '@domain/register';
import { systemRefusals } from '@domain/system';

const deciders = {
  agency: agencyRefusals,
  document: documentRefusals,
  delivery: deliveryRefusals,
  register: registerRefusals,
  dossier: dossierRefusals,
  procedure: procedureRefusals,
  calendar: calendarRefusals,
  notice: noticeRefusals,
  system: systemRefusals,
};

const root = resolve(__dirname, '..', '..', '..', '..');

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'));
}

/** `<context>:<refused>` of every refusal that is written out in the services. */
function writtenInServices(): string[] {
  const sources = ['apps', 'libs/runtime', 'libs/adapters'].flatMap(sourcesBelow);
  const names = sources.flatMap((source) =>
    [...source.matchAll(/refusedBy\(\s*'([a-z-]+)',\s*'([a-z-]+)'/g)].map(
      ([, context, name]) => `${context}:${name}`,
    ),
  );
  return [...new Set(names)].sort();
}

const rows = Object.entries<ProblemRow>(problems);

describe('the table of problems', () => {
  it.each(Object.entries(deciders))(
    'has a row for every refusal of the %s decider and of transact',
    (context, list) => {
      const names = [...list, ...transactRefusals].map((refusal) => `${context}:${refusal}`);
      expect(names.filter((name) => !isProblemName(name))).toEqual([]);
    },
  );

  it('has a row for every refusal the services write out', () => {
    const written = writtenInServices();
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((name) => !isProblemName(name))).toEqual([]);
  });

  it('has no row that no operation is ever answered with', () => {
    const ofOperations = Object.values<Operation>(operations).flatMap((operation) => problemsOf(operation));
    const used = new Set([...ofOperations, ...problemsOverBus]);
    expect(Object.keys(problems).filter((name) => isProblemName(name) && !used.has(name))).toEqual([]);
  });

  it.each(rows)(
    '%s tells officials what is wrong, in their language',
    (_name, { detail, detailVi, title, status }) => {
      expect(detailVi).toMatch(/[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/i);
      expect(detailVi).toBe(detailVi.normalize('NFC'));
      expect([detail, detailVi, title].every((text) => text === text.trim())).toBe(true);
      expect([detail, detailVi].every((text) => text.endsWith('.'))).toBe(true);
      expect(status).toBeGreaterThanOrEqual(400);
    },
  );

  it('says to come back later for what passes by itself, and for nothing that is the sender’s', () => {
    const later = rows
      .filter(([, { retry }]) => retry === 'later')
      .map(([name, { status }]) => [name, status]);
    for (const [name, status] of later) {
      const passes = [400, 408, 409, 429, 500, 503, 504, 507].includes(status as number);
      expect([name, passes]).toEqual([name, true]);
    }
    expect(rows.filter(([, { status, retry }]) => status >= 500 && retry !== 'later')).toEqual([]);
  });
});
