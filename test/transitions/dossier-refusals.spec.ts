import { dossierOperations, type Operation } from '@contracts';
import { type DossierCommand, dossierDecider, type DossierState } from '@domain/dossier';

const at = '2026-11-22T01:00:00.000Z';
const dossierId = '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10';
const parties = ['H26.1', 'H26.2', 'H26.3'];
const handoffs = ['b1d2c3a4-0000-5000-8000-000000000001', 'b1d2c3a4-0000-5000-8000-000000000002'];

/** Which operation sends each command. */
const sentBy: Readonly<Record<DossierCommand['type'], keyof typeof dossierOperations>> = {
  OpenDossier: 'openDossier',
  OfferHandoff: 'offerHandoff',
  AcceptHandoff: 'acceptHandoff',
  ReturnHandoff: 'returnHandoff',
  RecallHandoff: 'recallHandoff',
  RecordActivity: 'recordActivity',
  CompleteDossier: 'completeDossier',
};

/** Every command that matters between three agencies and two hand-offs. */
const commands: readonly DossierCommand[] = parties.flatMap((by): DossierCommand[] => {
  const act = { by, officer: `mc.${by}`, at };
  const opening = { procedure: '2.000635', channel: 'counter', applicantRef: dossierId, codes: [] } as const;
  const offers = handoffs.flatMap((handoffId) =>
    parties.flatMap((to) =>
      [true, false].map((recipientKnown): DossierCommand => ({
        ...{ type: 'OfferHandoff', handoffId, to, recipientKnown, reason: 'Thẩm định', ...act },
      })),
    ),
  );
  const settlements = handoffs.flatMap((handoffId): DossierCommand[] => [
    { type: 'AcceptHandoff', handoffId, ...act },
    { type: 'ReturnHandoff', handoffId, reason: 'Thiếu bản vẽ', ...act },
    { type: 'RecallHandoff', handoffId, reason: 'Nhầm', ...act },
  ]);
  return [
    { type: 'OpenDossier', dossierId, agency: by, officer: act.officer, ...opening, startedAt: at, at },
    ...offers,
    ...settlements,
    { type: 'RecordActivity', activity: 'Thẩm định hồ sơ', ...act },
    { type: 'CompleteDossier', outcome: 'granted', endedAt: at, ...act },
    { type: 'CompleteDossier', outcome: 'refused', endedAt: at, ...act },
  ];
});

/** What each operation is refused with in any state that these commands lead to. */
function refusals(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>(Object.values(sentBy).map((name) => [name, new Set<string>()]));
  const seen = new Set<string>();
  let states: readonly DossierState[] = [dossierDecider.initial];
  while (states.length > 0) {
    const next: DossierState[] = [];
    for (const state of states) {
      for (const command of commands) {
        const decision = dossierDecider.decide(command, state);
        if ('refused' in decision) found.get(sentBy[command.type])?.add(`dossier:${decision.refused}`);
        const after = 'refused' in decision ? state : decision.events.reduce(dossierDecider.evolve, state);
        const key = JSON.stringify(after);
        if (!seen.has(key)) next.push(after);
        seen.add(key);
      }
    }
    states = next;
  }
  return found;
}

/** Of the one write path, whatever is decided. */
const ofWriting = ['dossier:idempotency-key-reused', 'dossier:occurred-before-history'];

it.each([...refusals()])('%s is refused with all that its row says and with nothing else', (name, found) => {
  const { refusals: declared } = dossierOperations[name as keyof typeof dossierOperations] as Operation;
  expect([...found].sort()).toEqual(declared.filter((each) => !ofWriting.includes(each)).sort());
});
