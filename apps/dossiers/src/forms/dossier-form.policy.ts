import type { DossierFormData } from '@contracts';
import { laterOf, localDate } from '@domain/codes';
import type { DossierEvent, GivenComponent } from '@domain/dossier';
import type { LegEvent } from '@domain/leg/events';
import { formOn, type PrescribedForm } from '@formats/forms';
import { legsOnSlip } from './slip-legs.policy';

type FormKey = DossierFormData['form'];
type FactOf<T extends DossierEvent['type']> = Extract<DossierEvent, { type: T }>;
/** What a form tells besides whose dossier it is. */
type Told = Omit<DossierFormData, 'form' | 'title' | 'legalBasis' | keyof Begun>;
interface Begun {
  readonly dossierId: string;
  readonly procedure: string;
  readonly procedureName?: string;
  readonly applicant: Pick<DossierFormData['applicant'], 'applicantRef'>;
}

type FactsOfLegs = readonly (readonly LegEvent[])[];

/** Why a form cannot be given. */
export type FormRefusal = 'form-not-issued' | 'form-not-prescribed';

/**
 * A form as the facts of its dossier have it, without the names of persons and agencies. Pure. The newest fact of its
 * kind is told; which circular prescribes it follows from the day the dossier was accepted, which keeps the rules of
 * that day, and for what that day did not know from the day of the fact.
 * @param legs of an interlinked one: the facts of each of its legs, in the order of the route
 */
export function formOf(
  key: FormKey,
  facts: readonly DossierEvent[],
  legs: FactsOfLegs = [],
): DossierFormData | FormRefusal {
  const begun = begunBy(facts);
  const told = tells[key](facts, legs);
  if (begun === undefined || told === undefined) return 'form-not-issued';
  const prescribed = prescribedOn(key, facts, told.issuedAt);
  if (prescribed === undefined) return 'form-not-prescribed';
  const code = codeOf(facts);
  return { form: key, ...prescribed, ...begun, ...(code === undefined ? {} : { code }), ...told };
}

function prescribedOn(
  key: FormKey,
  facts: readonly DossierEvent[],
  issuedAt: string,
): PrescribedForm | undefined {
  const accepted = newest(facts, 'DossierAccepted') ?? newest(facts, 'DossierOpened');
  const kept = accepted && formOn(key, localDate(accepted.data.at));
  return kept ?? formOn(key, localDate(issuedAt));
}

function begunBy([first]: readonly DossierEvent[]): Begun | undefined {
  if (first?.type !== 'DossierSubmitted' && first?.type !== 'DossierOpened') return undefined;
  const { dossierId, procedure, applicantRef } = first.data;
  const begun = { dossierId, procedure, applicant: { applicantRef } };
  return first.type === 'DossierOpened' ? begun : { ...begun, procedureName: first.data.rules.name };
}

function codeOf(facts: readonly DossierEvent[]): string | undefined {
  const accepted = newest(facts, 'DossierAccepted');
  return accepted?.data.code.value ?? newest(facts, 'DossierOpened')?.data.codes[0]?.value;
}

const isOf = <T extends DossierEvent['type']>(fact: DossierEvent, types: readonly T[]): fact is FactOf<T> =>
  (types as readonly string[]).includes(fact.type);

function newest<T extends DossierEvent['type']>(
  facts: readonly DossierEvent[],
  ...types: readonly T[]
): FactOf<T> | undefined {
  return facts.filter((fact) => isOf(fact, types)).at(-1);
}

/** Whose act it was, and when. */
const by = ({ agency, officer, at }: { agency: string; officer: string; at: string }) => ({
  agency,
  officer,
  issuedAt: at,
});

type Tells = (facts: readonly DossierEvent[], legs: FactsOfLegs) => Told | undefined;

const tells: Readonly<Record<FormKey, Tells>> = {
  receipt(facts) {
    const accepted = newest(facts, 'DossierAccepted');
    if (accepted === undefined) return undefined;
    const { startedAt, dueAt } = (newest(facts, 'DeadlineRecomputed') ?? accepted).data;
    return { ...by(accepted.data), startedAt, dueAt, components: componentsOf(facts, accepted) };
  },
  'supplement-request'(facts) {
    const asked = newest(facts, 'IntakeSupplementGuided', 'SupplementRequested');
    if (asked === undefined) return undefined;
    const { wanting, reason, answerByDate } = asked.data;
    const named = wanting.map(({ key, detail }) => ({ key, name: nameOf(facts, key), detail }));
    return { ...by(asked.data), wanting: named, reason, answerByDate };
  },
  refusal(facts) {
    const refused = facts
      .filter((fact) => isOf(fact, ['AcceptanceRefused', 'ResultApproved', 'LinkedDossierRefused']))
      .filter(({ type, data }) => type !== 'ResultApproved' || data.outcome === 'refused')
      .at(-1);
    if (refused === undefined) return undefined;
    const { reason } = refused.data;
    return { ...by(refused.data), ...(reason === undefined ? {} : { reason }) };
  },
  apology(facts) {
    const apology = newest(facts, 'ApologyIssued');
    const moved = newest(facts, 'AppointmentMoved');
    if (apology === undefined || moved === undefined) return undefined;
    const { before: dueBefore, dueAt } = moved.data;
    return { ...by(apology.data), reason: apology.data.reason, dueBefore, dueAt };
  },
  'stopping-notice'(facts) {
    const stopped = newest(facts, 'ProcessingStopped');
    if (stopped === undefined) return undefined;
    const { reason, legalBasis: stoppedBy } = stopped.data;
    return { ...by(stopped.data), reason, stoppedBy };
  },
  'control-slip'(facts, ofLegs) {
    const [begun] = facts;
    const route = newest(facts, 'RouteFixed');
    const last = newest(
      facts,
      ...(['HandoffOffered', 'HandoffAccepted', 'HandoffReturned', 'HandoffRecalled', 'RouteFixed'] as const),
    );
    if (begun === undefined || last === undefined) return undefined;
    const legs = route && legsOnSlip(route.data, (order) => ofLegs[order - 1] ?? []);
    const issuedAt = ofLegs.flat().reduce((latest, { data }) => laterOf(latest, data.at), last.data.at);
    const { agency } = (begun as FactOf<'DossierSubmitted' | 'DossierOpened'>).data;
    const due = newest(facts, 'DossierOpened', 'DossierAccepted', 'DeadlineRecomputed', 'AppointmentMoved');
    const dueAt = due?.data.dueAt;
    const slip = { agency, issuedAt, ...(dueAt === undefined ? {} : { dueAt }) };
    return { ...slip, ...(legs === undefined ? {} : { legs }) };
  },
};

/** As they stood when it was accepted: one for each key, as it was given last. */
function componentsOf(facts: readonly DossierEvent[], accepted: DossierEvent) {
  const given = new Map<string, GivenComponent>();
  for (const fact of facts.slice(0, facts.indexOf(accepted))) {
    if (!isOf(fact, ['DossierSubmitted', 'IntakeSupplementReceived'])) continue;
    for (const component of fact.data.components) given.set(component.key, component);
  }
  return [...given.values()].map(({ key, originals, sha256, reusedFrom }) => ({
    ...{ key, name: nameOf(facts, key), originals },
    electronic: (sha256 ?? reusedFrom) !== undefined,
  }));
}

/** By the version of the procedure that the dossier keeps; the key itself where that does not know it. */
function nameOf(facts: readonly DossierEvent[], key: string): string {
  const wanted = newest(facts, 'DossierSubmitted')?.data.rules.components;
  return wanted?.find((component) => component.key === key)?.name ?? key;
}
