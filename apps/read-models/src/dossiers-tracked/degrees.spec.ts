import { type DossierDegree, type DossierStage, dossierStages } from '@domain/codes';
import { play } from '@domain/decider';
import { type DossierCommand, dossierDecider } from '@domain/dossier';
import { linked } from '../../../../test/transitions/linked-examples';
import { staged, stagedWays } from '../../../../test/transitions/staged-examples';
import { dossierProgress } from '../dossier-progress/dossier-progress.projection';
import { type Projection, writesOf } from '../projector/projection';
import { dossiersTracked } from './dossiers-tracked.projection';

/** What anybody is told of a dossier at each stage; `none` until it has a code. A new stage has to say it here. */
const degreeAt: Readonly<Record<DossierStage, DossierDegree | 'none'>> = {
  unversioned: 'received',
  Submitted: 'none',
  IntakeSupplement: 'none',
  NotAccepted: 'none',
  Accepted: 'received',
  Routed: 'in-process',
  InProcess: 'in-process',
  AwaitingSupplement: 'in-process',
  WithdrawalPending: 'in-process',
  Withdrawn: 'ended',
  Stopped: 'ended',
  AwaitingApproval: 'in-process',
  Approved: 'in-process',
  ResultIssued: 'in-process',
  Finished: 'finished',
  Returned: 'returned',
  Archived: 'returned',
};

const opening: DossierCommand = {
  ...{ type: 'OpenDossier', dossierId: '3f0c4b1e-7c9d-5a51-9f55-0a4c7e6a1d10', agency: 'H26.1' },
  ...{ officer: 'mc.01', procedure: '2.000635', channel: 'counter', applicantRef: 'x' },
  ...{ codes: [{ scheme: 'tt01-2018', value: 'H26.1-261126-0001' }] },
  ...{ startedAt: '2026-11-26T02:00:00.000Z', at: '2026-11-26T02:00:00.000Z' },
};
const unversioned = { ...staged.counter, type: 'CompleteDossier', endedAt: opening.at } as const;
const routed = stagedWays.Routed;

const ways: readonly (readonly [name: string, commands: readonly DossierCommand[], degree: string])[] = [
  ...dossierStages.flatMap((stage) =>
    stage === 'unversioned' ? [] : [[stage, stagedWays[stage], degreeAt[stage]] as const],
  ),
  ['unversioned', [opening], degreeAt.unversioned],
  ['unversioned, completed', [opening, { ...unversioned, outcome: 'refused' }], 'finished'],
  ['unversioned, withdrawn', [opening, { ...unversioned, outcome: 'withdrawn' }], 'ended'],
  ['Accepted, offered', stagedWays['Accepted, offered'], degreeAt.Accepted],
  ['Routed, offered', stagedWays['Routed, offered'], degreeAt.Routed],
  ['Routed, going on without one', [...routed, linked.goOn], degreeAt.Routed],
  ['Finished, consolidated', [...routed, linked.consolidate], degreeAt.Finished],
  ['Finished, refused on its route', [...routed, linked.refuse], degreeAt.Finished],
  ['Returned, consolidated', [...routed, linked.consolidate, staged.give], degreeAt.Returned],
  ['Returned, refused on its route', [...routed, linked.refuse, staged.give], degreeAt.Returned],
  ['WithdrawalPending, before it was in process', [...stagedWays.Accepted, staged.ask], 'received'],
  ['Accepted, no withdrawal', [...stagedWays.Accepted, staged.ask, staged.reject], degreeAt.Accepted],
  ['InProcess, without approval', [...stagedWays.AwaitingApproval, staged.deny], degreeAt.InProcess],
];

/** The degree in the rows that the facts of a dossier make, without those that change a row that is not there. */
function degreeIn(projection: Projection, commands: readonly DossierCommand[]): string {
  const { events } = play(dossierDecider, commands);
  let degree = 'none';
  for (const event of events)
    for (const { row, shape } of writesOf(projection, event, {} as never)) {
      const begins = shape.text.includes('insert into');
      if (typeof row['degree'] === 'string' && (begins || degree !== 'none'))
        ({ degree } = row as { degree: string });
    }
  return degree;
}

it.each(ways)('%s is looked up by its degree', (_, commands, degree) =>
  expect(degreeIn(dossierProgress, commands)).toBe(degree),
);

it.each(ways)('%s stands in the tracking register alike, where it was accepted', (_, commands, degree) => {
  if (degree !== 'none') expect(degreeIn(dossiersTracked, commands)).toBe(degree);
});

it.each(ways)('%s is the stage that its example comes to', (name, commands) => {
  const { state } = play(dossierDecider, commands);
  expect(state.status === 'absent' ? undefined : state.stage).toBe(name.split(',')[0]);
});
