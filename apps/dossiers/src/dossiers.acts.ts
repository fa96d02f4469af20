import { type dossierOperations, type Refused, refusedBy } from '@contracts';
import { type Acts, type CommandsOf, doing } from '@runtime';
import type { AtDossiers } from './dossier-desk';
import { HandOverDossiers } from './hand-over/hand-over-dossiers.command-handler';

const inFuture = (field: string, when: string): Refused =>
  refusedBy('request', 'malformed', [{ pointer: `/body/${field}`, detail: `lies in the future; ${when}` }]);

/** What each operation on a dossier comes to. */
export const dossierActs: Acts<CommandsOf<typeof dossierOperations>, AtDossiers> = {
  openDossier: ({
    on,
    newId,
    now,
    agency,
    officer,
    at,
    body: { codes = [], startedAt = at, ...opening },
  }) => {
    // In real logs a period may begin after the first thing that was done, so the measure is now and not `at`.
    if (startedAt > now)
      return inFuture('startedAt', 'a period begins at the latest when the dossier is recorded');
    const dossierId = newId('dossier');
    const opened = {
      type: 'OpenDossier',
      dossierId,
      agency,
      officer,
      ...opening,
      codes,
      startedAt,
      at,
    } as const;
    return on(dossierId, opened, { dossierId });
  },
  offerHandoff: ({ told, newId, agency: by, officer, at, target, body }) => {
    const handoffId = newId('handoff');
    const offer = { type: 'OfferHandoff', handoffId, by, officer, ...body, at } as const;
    return told(target.dossierId, offer, (events) => {
      const offered = events.find((event) => event.type === 'HandoffOffered');
      return { handoffId, to: offered?.data.to ?? body.to };
    });
  },
  handOverDossiers: ({ newId, agency, officer, at, meta, caller, body }) =>
    doing(
      new HandOverDossiers({ slipId: newId('slip'), agency, officer, ...body, at }, meta, caller),
      ({ position: _, ...handedOver }) => handedOver,
    ),
  acceptHandoff: ({ told, agency: by, officer, at, target: { dossierId, handoffId }, body }) =>
    told(dossierId, { type: 'AcceptHandoff', handoffId, by, officer, ...body, at }, (events) => ({
      settled: events.some(({ type }) => type === 'HandoffReturned') ? 'returned' : 'accepted',
    })),
  returnHandoff: ({ on, agency: by, officer, at, target: { dossierId, handoffId }, body }) =>
    on(dossierId, { type: 'ReturnHandoff', handoffId, by, officer, ...body, at }),
  recallHandoff: ({ on, agency: by, officer, at, target: { dossierId, handoffId }, body }) =>
    on(dossierId, { type: 'RecallHandoff', handoffId, by, officer, ...body, at }),
  recordActivity: ({ on, agency: by, officer, at, target, body }) =>
    on(target.dossierId, { type: 'RecordActivity', by, officer, ...body, at }),
  completeDossier: ({ on, agency: by, officer, at, target, body: { outcome, endedAt = at } }) =>
    endedAt > at
      ? inFuture('endedAt', 'a dossier ends at the latest when it is completed')
      : on(target.dossierId, { type: 'CompleteDossier', by, officer, outcome, endedAt, at }),
};
