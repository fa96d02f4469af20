import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '@adapters/event-store';
import { handover, handoverStream } from '@domain/handover';
import { paperKey, register, registerStream } from '@domain/register';
import { everyWayOfADossier } from './every-way-of-a-dossier';
import { everyWayOfALeg } from './every-way-of-a-leg';
import { Chronicle, Scribe } from './scribe';
import { closed, refusedSecret, renamed, wholeExchange } from './whole-exchange';

/** A history in which every fact that any projection declares occurs, all of it out of one file. */
export async function everyFact(): Promise<readonly StoredEvent[]> {
  const chronicle = new Chronicle();
  const scribe = new Scribe(chronicle);
  for (const code of ['H99', 'H99.1', 'H99.2']) await scribe.register(code);
  await scribe.appoint('H99.1', 'mc.02');
  await wholeExchange(scribe);
  await refusedSecret(scribe, 'H99.1');
  const sent = await scribe.issued('H99.1', ['H99.2', 'H99.3'], 'Thông báo');
  await scribe.arrive(sent, 'H99.2');
  await scribe.arrive(sent, 'H99.3');
  await scribe.refuse(sent, 'H99.3');
  await scribe.accept(sent, 'H99.2');
  await scribe.process(sent, 'H99.2');
  await scribe.number('incoming', 'H99.3', `${sent}.H99.3`);
  await scribe.voided('incoming', 'H99.3', `${sent}.H99.3`);
  await scribe.number('outgoing', 'H99.1', 'never');
  await scribe.voided('outgoing', 'H99.1', 'never');
  await onPaper(scribe);
  await drafts(scribe);
  await desks(scribe);
  const dossierId = await scribe.opened('H99', '2026-12-01T00:00:00.000Z', [
    { scheme: 'tt01-2018', value: '000.00.15.H99-261122-0001' },
  ]);
  for (const type of ['ReturnHandoff', 'RecallHandoff', 'AcceptHandoff'] as const) {
    const { handoffId } = await scribe.offer(dossierId, 'H99', 'H99.1');
    await scribe.settle(dossierId, handoffId, type === 'RecallHandoff' ? 'H99' : 'H99.1', type);
  }
  const by = { by: 'H99.1', officer: 'mc.02' };
  await scribe.onDossier(dossierId, 'H99.1', { type: 'RecordActivity', ...by, activity: 'Xác minh' });
  const completion = { type: 'CompleteDossier', ...by, outcome: 'granted', endedAt: scribe.at } as const;
  await scribe.onDossier(dossierId, 'H99.1', completion);
  await everyWayOfADossier(chronicle);
  await everyWayOfALeg(chronicle);
  await renamed(scribe, 'H99.1', 'Sở Xây dựng và Giao thông', '2026-11-01');
  await closed(scribe, 'H99.2', 'H99.1');
  const importedFrom = `log.csv#${'ab'.repeat(32)}`;
  return chronicle.events.map((event) => ({ ...event, metadata: { ...event.metadata, importedFrom } }));
}

async function onPaper(scribe: Scribe): Promise<void> {
  const opening = { agency: 'H99.3', series: 'outgoing', bookYear: 2026, officer: 'ld.01' } as const;
  await scribe.write(register, registerStream(opening), 'H99.3', {
    ...{ type: 'OpenBook', ...opening, nextNumber: 1_846 },
  });
  const common = { bookYear: 2026, officer: 'vt.01', documentDate: '2026-11-20', subject: 'Đơn' } as const;
  const left = { agency: 'H99.1', series: 'outgoing', ...common } as const;
  await scribe.write(register, registerStream(left), 'H99.1', {
    ...{ type: 'RecordOutgoingPaper', key: paperKey(randomUUID()), abbreviation: 'CQ', documentType: 'BC' },
    ...{ ...left, signer: 'Giám đốc', recipients: ['Công ty A'], filedBy: 'Văn thư', copies: 1 },
  });
  const came = { agency: 'H99.1', series: 'incoming', ...common } as const;
  await scribe.write(register, registerStream(came), 'H99.1', {
    ...{ type: 'RecordIncomingPaper', key: paperKey(randomUUID()), ...came },
    ...{ arrivedDate: '2026-11-21', sender: 'Công ty A' },
  });
}

/** One is returned, mended, signed, taken back and given to another drafter, who discards it. */
async function drafts(scribe: Scribe): Promise<void> {
  const documentId = randomUUID();
  const own = { agency: 'H99.1' } as const;
  const parts = [{ sha256: 'cd'.repeat(32), size: 7, mediaType: 'application/pdf', name: 'báo cáo.pdf' }];
  const card = { documentType: 'BC', subject: 'Dự thảo', urgency: 'normal', contents: parts } as const;
  await scribe.onDocument(documentId, { type: 'DraftDocument', documentId, ...own, ...card });
  const returning = { type: 'ReturnDraft', ...own, byLeader: true } as const;
  await scribe.onDocument(documentId, { ...returning, opinion: 'Sai thể thức' }, 'ld.01');
  const mended = { ...card, subject: 'Dự thảo đã sửa', dueDate: '2026-12-05', draftingUnit: 'Văn phòng' };
  await scribe.onDocument(documentId, { type: 'CorrectDraft', ...own, ...mended });
  const signature = { authority: 'head', position: 'Giám đốc' } as const;
  await scribe.onDocument(documentId, { type: 'SignDocument', ...own, ...signature }, 'ld.01');
  await scribe.onDocument(documentId, { ...returning, opinion: 'Xem lại số liệu' }, 'ld.01');
  const handing = { from: 'vt.01', to: 'cv.01', reason: 'Chuyển công tác' };
  await scribe.onDocument(documentId, { type: 'HandOverDraft', ...own, ...handing }, 'ld.01');
  await scribe.onDocument(documentId, { type: 'DiscardDraft', ...own, reason: 'Không còn cần' }, 'cv.01');
}

/** One lending ends early, another one when its officer is dismissed, who comes back; who covered it leaves. */
async function desks(scribe: Scribe): Promise<void> {
  const own = { agency: 'H99.1' } as const;
  const leader = { officer: 'ld.01', displayName: 'Lãnh đạo', roles: ['Leader'] } as const;
  await scribe.onAgency({ type: 'AppointOfficer', ...own, ...leader });
  for (const officer of ['cv.01', 'cv.02']) await scribe.appoint(own.agency, officer);
  const lent = { officer: 'cv.01', cover: 'cv.02', givenBy: 'ld.01', legalBasis: '5/QĐ' };
  const days = { validFromDate: '2026-11-22', validToDate: '2026-11-30' };
  await scribe.onAgency({ type: 'LendDesk', lendingId: 'early', ...own, ...lent, ...days });
  await scribe.onAgency({ type: 'EndDeskLending', lendingId: 'early', ...own, reason: 'Đi làm lại sớm' });
  await scribe.onAgency({ type: 'LendDesk', lendingId: 'whole', ...own, ...lent, ...days });
  await scribe.onAgency({ type: 'DismissOfficer', ...own, officer: 'cv.01' });
  await scribe.appoint(own.agency, 'cv.01');
  await scribe.onAgency({ type: 'DismissOfficer', ...own, officer: 'cv.02' });
  await list(scribe);
}

/** What lay on the desk of one officer goes to another one, and both put their names under it. */
async function list(scribe: Scribe): Promise<void> {
  const given = { handoverId: randomUUID(), agency: 'H99.1' } as const;
  const stream = handoverStream(given.handoverId);
  const work = { documents: [randomUUID()], dossiers: [randomUUID()], deskLendings: [randomUUID()] };
  const desk = { officer: 'ld.01', from: 'cv.02', to: 'cv.01', reason: 'Chuyển công tác', ...work };
  await scribe.write(handover, stream, 'H99.1', { type: 'HandOverDesk', ...given, ...desk });
  await scribe.write(handover, stream, 'H99.1', { type: 'TakeOverDesk', agency: 'H99.1', officer: 'cv.01' });
}
