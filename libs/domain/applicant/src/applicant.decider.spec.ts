import { fold, given } from '@domain/decider';
import {
  type ApplicantCommand,
  applicantDecider,
  type ApplicantRefusal,
  applicantRefusals,
  isReachedBy,
  isShownTo,
} from './applicant.decider';
import type { ApplicantEvent, SealedPerson } from './applicant.events';

const applicantRef = '6f1c2a34-0000-4000-8000-000000000001';
const at = '2026-11-30T01:00:00.000Z';
const who = { agency: 'H26.1', officer: 'mc.stc.01', at };
const sealed = (ct: string): SealedPerson => ({ kid: applicantRef, alg: 'A256GCM', iv: 'iv', ct });
const gathered = { isParty: false, openDossiers: 0 };

const commands = {
  RecordApplicant: { type: 'RecordApplicant', applicantRef, person: sealed('a'), ...who },
  ChangeApplicant: { type: 'ChangeApplicant', person: sealed('b'), ...gathered, ...who },
  EraseApplicant: { type: 'EraseApplicant', legalBasis: 'Nghị định 13/2023/NĐ-CP', ...gathered, ...who },
} as const satisfies Record<ApplicantCommand['type'], ApplicantCommand>;

const recorded: ApplicantEvent = {
  type: 'ApplicantRecorded',
  data: { applicantRef, person: sealed('a'), ...who },
};
const recognised: ApplicantEvent = {
  type: 'ApplicantRecognised',
  data: { applicantRef, ...who, agency: 'H26.2' },
};
const changed: ApplicantEvent = {
  type: 'ApplicantChanged',
  data: { applicantRef, person: sealed('b'), ...who },
};
const erased: ApplicantEvent = {
  type: 'ApplicantErased',
  data: { applicantRef, legalBasis: 'Nghị định 13/2023/NĐ-CP', ...who },
};

const when = (command: ApplicantCommand, ...facts: ApplicantEvent[]) =>
  given(applicantDecider)(...facts).when(command);

it.each<[ApplicantCommand['type'], ApplicantEvent[], ApplicantEvent[]]>([
  ['RecordApplicant', [], [recorded]],
  ['RecordApplicant', [recorded], []],
  ['RecordApplicant', [recorded, erased], []],
  ['ChangeApplicant', [recorded], [changed]],
  ['EraseApplicant', [recorded], [erased]],
  ['EraseApplicant', [recorded, changed, erased], []],
])('%s on %j', (type, facts, events) => expect(when(commands[type], ...facts)).toEqual({ events }));

const refusals: Record<ApplicantRefusal, [ApplicantCommand, ApplicantEvent[]][]> = {
  'not-found': [
    [commands.ChangeApplicant, []],
    [commands.EraseApplicant, []],
    [{ ...commands.ChangeApplicant, agency: 'H26.2' }, [recorded]],
    [{ ...commands.EraseApplicant, agency: 'H26.2' }, [recorded, erased]],
  ],
  erased: [[commands.ChangeApplicant, [recorded, erased]]],
  'has-open-dossiers': [[{ ...commands.EraseApplicant, openDossiers: 1 }, [recorded]]],
  'not-recorded-here': [[{ ...commands.EraseApplicant, agency: 'H26.2', isParty: true }, [recorded]]],
};

it.each(applicantRefusals.flatMap((refused) => refusals[refused].map((row) => [refused, ...row] as const)))(
  'refuses with %s: %j',
  (refused, command, facts) => expect(when(command, ...facts)).toEqual({ refused }),
);

it('is recognised once by an agency that is given the same number, and not while erased', () => {
  const elsewhere = { ...commands.RecordApplicant, agency: 'H26.2' };
  expect(when(elsewhere, recorded)).toEqual({ events: [recognised] });
  expect(when(elsewhere, recorded, recognised)).toEqual({ events: [] });
  expect(when(elsewhere, recorded, recognised, erased)).toEqual({ events: [] });
});

it('is within reach of who recorded it and who was given its number, and shown to neither more than before', () => {
  const state = fold(applicantDecider, [recorded, recognised, changed]);
  expect(['H26.1', 'H26.2', 'H26.3'].map((agency) => isReachedBy(state, agency))).toEqual([
    true,
    true,
    false,
  ]);
  expect(isShownTo(state, 'H26.2', false)).toBe(false);
  expect(isReachedBy(fold(applicantDecider, [recorded, erased]), 'H26.1')).toBe(false);
});

it('lets a party to a dossier change what is known', () =>
  expect(when({ ...commands.ChangeApplicant, agency: 'H26.2', isParty: true }, recorded)).toEqual({
    events: [{ ...changed, data: { ...changed.data, agency: 'H26.2' } }],
  }));

it('keeps nothing sealed of a person that was erased', () =>
  expect(JSON.stringify(fold(applicantDecider, [recorded, changed, erased]))).not.toContain('"ct"'));
