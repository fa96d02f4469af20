import { randomUUID } from 'node:crypto';
import type { DossierCommand, GivenComponent } from '@domain/dossier';
import { ToldRows } from '../../../../test/flows/told-rows';
import { rules, staged, submittedFor } from '../../../../test/transitions/staged-examples';
import { DossierContentHandler, DossierContentOf } from './dossier-content.query';

const told = new ToldRows();
told.onDatabase({ 'bytes that a dossier names': theBytes });

const { sha256: result = '' } = staged.approve;
const [form, hearsay] = ['d', 'e'].map((digit) => digit.repeat(64)) as [string, string];
const oneStop = staged.counter.by;

const look = (dossierId: string, sha256: string, agency = oneStop) =>
  new DossierContentHandler(told.reads, told.parties).execute(
    new DossierContentOf({ dossierId, sha256 }, agency),
  );
const tell = async (dossierId: string, ...commands: readonly DossierCommand[]): Promise<string> => {
  for (const command of commands) await told.scribe.onDossier(dossierId, oneStop, command);
  await told.projected();
  return dossierId;
};
const submitted = (...components: readonly GivenComponent[]): Promise<string> => {
  const dossierId = randomUUID();
  const [submission, acceptance] = submittedFor(rules);
  return tell(dossierId, { ...submission, dossierId, components } as DossierCommand, acceptance);
};
const drawings = { key: 'ban-ve', originals: 2 };
const reusing = (dossierId: string, sha256: string) =>
  submitted({ key: 'to-khai', reusedFrom: { dossierId, key: 'to-khai', sha256 }, originals: 0 }, drawings);
const named = { ok: true, answer: { name: 'to-khai' } };
const unnamed = { context: 'content', refused: 'not-found' };

function theBytes(): void {
  it('are those of a component, for the parties, by its key', async () => {
    const dossierId = await submitted({ key: 'to-khai', sha256: form, originals: 0 }, drawings);
    expect(await look(dossierId, form)).toEqual(named);
    expect(await look(dossierId, result)).toMatchObject(unnamed);
    const strange = { context: 'dossier', refused: 'not-found' };
    expect(await look(dossierId, form, 'H26.9')).toMatchObject(strange);
    expect(await look(randomUUID(), form)).toMatchObject(strange);
    await tell(dossierId, staged.offer('h'));
    expect(await look(dossierId, form, staged.competent.by)).toEqual(named);
  });

  it('are those of an earlier dossier, however far back they were handed in', async () => {
    const first = await submitted({ key: 'to-khai', sha256: form, originals: 0 }, drawings);
    const last = await reusing(await reusing(first, form), form);
    expect(await look(last, form)).toEqual(named);
  });

  it('are those of a result that is a document, as the document calls them', async () => {
    const { documentId } = staged.issue;
    const part = { sha256: result, mediaType: 'application/pdf', name: 'Giấy phép.pdf', size: 9 };
    const card = { documentType: 'TB', subject: 'Giấy phép', urgency: 'normal', contents: [part] } as const;
    const drafting = { type: 'DraftDocument', documentId, agency: oneStop, ...card } as const;
    await told.scribe.onDocument(documentId, drafting);
    const dossierId = await submitted(drawings, { key: 'to-khai', sha256: form, originals: 0 });
    const { assign, propose, approve, issue, forward } = staged;
    await tell(dossierId, assign, propose, approve);
    expect(await look(dossierId, result)).toMatchObject(unnamed);
    await tell(dossierId, issue, forward);
    const called = { name: part.name, mediaType: part.mediaType };
    expect(await look(dossierId, result)).toEqual({ ok: true, answer: called });
    const again = await submitted(drawings, {
      ...{ key: 'to-khai', originals: 0 },
      reusedResult: { dossierId, sha256: result },
    });
    expect(await look(again, result)).toEqual({ ok: true, answer: called });
  });

  it('are none of a result whose hash alone was told, in whatever dossier it is named again', async () => {
    const { assign, propose, approve, number, forward } = staged;
    const numbered = { ...number, documentDate: '2026-11-22' };
    const dossierId = await submitted({ key: 'to-khai', sha256: form, originals: 0 }, drawings);
    await tell(dossierId, assign, propose, { ...approve, sha256: hearsay }, numbered, forward);
    expect(await look(dossierId, hearsay)).toMatchObject(unnamed);
    const again = await submitted(drawings, {
      ...{ key: 'to-khai', originals: 0 },
      reusedResult: { dossierId, sha256: hearsay },
    });
    expect(await look(again, hearsay)).toMatchObject(unnamed);
    expect(await look(await reusing(again, hearsay), hearsay)).toMatchObject(unnamed);
  });
}
