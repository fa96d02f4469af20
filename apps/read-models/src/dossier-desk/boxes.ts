import { table } from '../projector/table';

/** Of every agency that ever held a dossier, was offered it or asked about it; those in a box see it on their desk. */
export const party = table('dossier_party', 'dossier_id', 'agency');

/** Later than every appointment. */
const noAppointment = 253_402_300_799_999;

/**
 * Where a row stands in its box: open ones by when they are due, so that late ones stand first and those whose clock
 * stands still or has no end last; done ones newest first.
 */
const placeOf = (dueAt: string | undefined): number =>
  dueAt === undefined ? noAppointment : Date.parse(dueAt);

interface Begun {
  readonly dossierId: string;
  readonly agency: string;
  readonly officer: string;
  readonly dueAt?: string;
  readonly at: string;
}

export const begins = ({ dossierId, agency, officer, dueAt, at }: Begun) =>
  party.insert({
    ...{ dossier_id: dossierId, agency, box: 'held', had: true, since: at, officer },
    place: placeOf(dueAt),
  });

export const isAsked = (dossierId: string, agency: string) =>
  party.insert({ dossier_id: dossierId, agency, had: false, place: noAppointment });

/** Every party waits for the same appointment. */
export const isDue = (dossierId: string, dueAt?: string) =>
  party.update({ dossier_id: dossierId }, { place: placeOf(dueAt) });

interface Handoff {
  readonly dossierId: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
}

const offered = party.shape({
  given: 'dossier_id text, agency text, since text, sender text',
  writes: ['dossier_id'],
  sql: `insert into dossier_party (dossier_id, agency, box, had, since, place)
    select given.dossier_id, given.agency, 'offered', false, given.since, giver.place
    from given join dossier_party as giver on giver.dossier_id = given.dossier_id and giver.agency = given.sender
    on conflict (dossier_id, agency) do update
      set box = excluded.box, since = excluded.since, place = excluded.place`,
});

export const isOffered = ({ dossierId, from, to, at }: Handoff) =>
  offered({ dossier_id: dossierId, agency: to, since: at, sender: from });

/** What was given away before is given away again, and what was not is nobody's business here. */
const asBefore = {
  set: {
    box: `case when dossier_party.had then 'given' end`,
    since: 'coalesce(dossier_party.given_at, dossier_party.since)',
  },
};

export const isNotTaken = ({ dossierId, to }: Handoff) =>
  party.update({ dossier_id: dossierId, agency: to }, {}, asBefore);

export const isTaken = ({ dossierId, from, to, taker, at }: Handoff & { readonly taker: string }) => [
  party.update(
    { dossier_id: dossierId, agency: from },
    { box: 'given', since: at, given_at: at, given_to: to },
  ),
  party.update(
    { dossier_id: dossierId, agency: to },
    { box: 'held', had: true, since: at, officer: taker, given_at: null, given_to: null },
  ),
];

const overFor = { set: { box: `case when dossier_party.had then 'done' end` } };

export const isDone = (dossierId: string, at: string) =>
  party.update({ dossier_id: dossierId }, { since: at, place: -Date.parse(at) }, overFor);
