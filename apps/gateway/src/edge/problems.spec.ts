import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isProblemName, operations, problems, problemsOf, type Operation, type ProblemRow } from '@contracts';
import type { TransactRefusal } from '@adapters/event-store';
import type { AgencyRefusal } from '@domain/agency';
import type { DeliveryRefusal } from '@domain/delivery';
import type { DocumentRefusal } from '@domain/document';
import type { DossierRefusal } from '@domain/dossier';
import type { RegisterRefusal } from '@domain/register';

type AllOf<Refusal extends string> = Readonly<Record<Refusal, true>>;

/** Exactly the refusals of the deciders: the compiler compares each list with its union. */
const transact: AllOf<TransactRefusal> = { 'idempotency-key-reused': true, 'occurred-before-history': true };
const agency: AllOf<AgencyRefusal> = {
  'not-an-agency-code': true,
  'parent-not-found': true,
  'parent-closed': true,
  'parent-is-below': true,
  'not-under-the-code-of-its-parent': true,
  'level-1-is-fixed': true,
  'agency-closed': true,
  'agency-already-closed': true,
  'effective-before-last-change': true,
  'successors-do-not-fit': true,
  'successor-not-found': true,
  'successor-closed': true,
  'successor-of-itself': true,
  'successor-is-a-predecessor': true,
  'code-held-by-another': true,
  'code-interval-overlaps': true,
  'ends-before-it-begins': true,
  'officer-not-found': true,
  'giver-is-no-leader': true,
  'delegation-needs-an-end': true,
  'no-redelegation': true,
  'delegation-already-recorded': true,
  'delegation-not-found': true,
  'certificate-already-registered': true,
  'certificate-withdrawn': true,
  'certificate-not-found': true,
  'agency-already-registered': true,
  'not-found': true,
  'role-held-by-no-officer': true,
};
const document: AllOf<DocumentRefusal> = {
  'not-found': true,
  'document-already-drafted': true,
  'not-signed-yet': true,
  'already-signed': true,
  'not-numbered-yet': true,
  'already-numbered': true,
  'correction-not-by-letter': true,
  'replaced-document-not-issued': true,
  'corrected-document-not-issued': true,
  'number-was-voided': true,
  'not-sealed-yet': true,
  'already-sealed': true,
  'not-registered-yet': true,
  'already-registered': true,
  'not-issued-yet': true,
  'not-a-recipient': true,
  'already-a-recipient': true,
  'no-recipient-left': true,
  'nothing-to-update': true,
  'being-recalled': true,
  'not-being-recalled': true,
  'already-recalled': true,
  'already-replaced': true,
  'already-issued': true,
  'unknown-recipient': true,
  'recipient-closed': true,
  'agency-closed': true,
  'authority-not-delegated': true,
  'sender-among-recipients': true,
};
const delivery: AllOf<DeliveryRefusal> = {
  'not-found': true,
  'only-the-sender': true,
  'only-the-recipient': true,
  'already-dispatched': true,
  'already-failed': true,
  'not-failed': true,
  'not-arrived-yet': true,
  'already-arrived': true,
  'already-refused': true,
  'already-cancelled': true,
  'already-superseded': true,
  'signature-invalid': true,
  'duplicate-undecided': true,
  'no-duplicate-suspected': true,
  'duplicate-already-decided': true,
  'not-accepted-yet': true,
  'already-accepted': true,
  'not-assigned-yet': true,
  'already-assigned': true,
  'not-the-assignee': true,
  'already-completed': true,
  'reply-not-issued': true,
  'reply-answers-another': true,
  'reason-required': true,
  'recall-pending': true,
  'recall-disputed': true,
  'no-recall-pending': true,
  'formal-recall-pending': true,
  'no-recall-dispute': true,
  'update-pending': true,
  'no-update-pending': true,
};
const register: AllOf<RegisterRefusal> = {
  'number-voided': true,
  'no-number-for-key': true,
  'not-the-book-of-this-year': true,
  'date-outside-book': true,
  'arrival-in-the-future': true,
  'dated-after-arrival': true,
};
const dossier: AllOf<DossierRefusal> = {
  'not-found': true,
  'dossier-already-opened': true,
  'not-the-holder': true,
  'not-the-recipient': true,
  'not-the-giver': true,
  'recipient-is-holder': true,
  'unknown-recipient': true,
  'handoff-not-found': true,
  'handoff-already-pending': true,
  'handoff-already-settled': true,
  'already-completed': true,
};
const deciders = { agency, document, delivery, register, dossier };

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
      const names = Object.keys({ ...list, ...transact }).map((refusal) => `${context}:${refusal}`);
      expect(names.filter((name) => !isProblemName(name))).toEqual([]);
    },
  );

  it('has a row for every refusal the services write out', () => {
    const written = writtenInServices();
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((name) => !isProblemName(name))).toEqual([]);
  });

  it('has no row that no operation is ever answered with', () => {
    const used = new Set(Object.values<Operation>(operations).flatMap((operation) => problemsOf(operation)));
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
