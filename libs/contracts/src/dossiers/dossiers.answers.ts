import { channels, dossierLinks, dossierStages, submissionChannels } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  cursor,
  date,
  described,
  list,
  maybe,
  namedOn,
  ofAskedDay,
  officer,
  oneOf,
  sha256,
  shape,
  text,
  unnamed,
  uuid,
  whole,
  yes,
} from '../answer';
import { closedAgency } from '../documents/states';
import { fixedRoute, legOnSlip } from './linked.answers';

export const dossierOpened = shape({ dossierId: uuid });
export type DossierOpened = Answer<typeof dossierOpened>;

export const handoffOffered = shape({
  handoffId: uuid,
  to: described(
    agency,
    'code of the agency that gets it: where a closed one was named, the one that took over',
  ),
});
export type HandoffOffered = Answer<typeof handoffOffered>;

export const dossiersHandedOver = shape({
  slipId: described(uuid, 'what the slip is read by'),
  number: described(whole, 'of the slips of the agency on this local day, counted from 1'),
  localDate: date,
  answers: described(
    list(
      shape({
        dossierId: uuid,
        handoffId: maybe(described(uuid, 'of the offer; absent when it was refused')),
        refused: maybe(
          described(
            text,
            'why it was not offered, as the end of the `type` of its problem: `dossier:not-the-holder`',
          ),
        ),
      }),
    ),
    'one for each dossier, in their order',
  ),
});
export type DossiersHandedOver = Answer<typeof dossiersHandedOver>;

export const dossierAccepted = shape({
  scheme: described(text, 'of the code, such as `tt01-2018`'),
  code: described(text, 'the dossier code, as its scheme writes it'),
  startedAt: described(at, 'when the clock began'),
  dueAt: described(at, 'the appointment, by the published time'),
  legalDueAt: described(at, 'the end of the legal time'),
  handOverBy: described(at, 'until when it is handed over to the competent agency: the 15:00 rule'),
});
export type DossierAccepted = Answer<typeof dossierAccepted>;

export const consultationRequested = shape({
  consultationId: described(uuid, 'what its answer is given to'),
});

export const handoffAnswered = shape({
  settled: described(
    oneOf('accepted', 'returned'),
    '`returned`: a mandatory component is missing or wrong, so that nothing was taken over',
  ),
});
export type HandoffAnswered = Answer<typeof handoffAnswered>;

export const dossierOutcomes = ['granted', 'refused', 'withdrawn', 'other'] as const;

const dossierState = described(
  oneOf('held', 'offered', 'completed'),
  '`offered`: its holder offered it to another agency and holds it until that one accepts',
);
export type DossierState = Answer<typeof dossierState>;

// What is said of a dossier wherever it is told of.

const procedure = described(text, 'procedure code, such as `2.000635`');
const allChannels = [...new Set([...channels, ...submissionChannels])];
const channel = described(oneOf(...allChannels), 'the way it came in');
const overdue = described(yes, 'it was declared overdue');
const stage = described(
  oneOf(...dossierStages),
  'where it stands in its procedure; `unversioned`: opened without a version of one',
);
const holder = described(agency, 'code of the agency that holds it');
const openedBy = described(agency, 'code of the agency that opened it and held it first');
const openedByName = maybe(
  described(text, 'its name on that day; absent of an agency that nobody registered'),
);
const holderName = maybe(
  described(text, 'its name on the day it took it over; absent of an agency that nobody registered'),
);
const forAgency = maybe(
  described(agency, 'code of the closed agency that the asking one follows; absent of what is its own'),
);
const dueAt = maybe(described(at, 'statutory deadline; absent when none was given'));

const handoff = {
  handoffId: uuid,
  from: described(agency, 'code of the agency that gives'),
  fromName: maybe(
    described(text, 'its name on the day of the offer; absent of an agency that nobody registered'),
  ),
  to: described(agency, 'code of the agency it is offered to'),
  toName: maybe(
    described(text, 'its name on the day of the offer; absent of an agency that nobody registered'),
  ),
  giver: described(officer, 'id of the officer who offered it'),
};

const pendingOffer = shape({ dossierId: uuid, ...handoff, reason: text, offeredAt: at, dueAt }, 'offeredAt');
export type DossierOffer = Answer<typeof pendingOffer>;

/** What services tell each other of bytes that a dossier names; of a component nobody says more than its key. */
export interface DossierContent {
  readonly name: string;
  readonly mediaType?: string;
}

/** What services tell each other of dossiers that an agency opened under some codes: at most 10 ids. */
export interface DossiersOfCode {
  readonly dossiers: readonly string[];
}

const code = shape({
  scheme: described(text, 'of the code, such as `tt01-2018`'),
  value: described(text, 'as its scheme writes it'),
});
const firstCode = maybe(described(text, 'the first of its codes; absent until it has one'));
const codes = described(list(code), 'codes it bears, as they were given; at most 5');

const linkedTo = maybe(
  described(
    shape({
      dossierId: described(uuid, 'the other dossier'),
      as: described(
        oneOf(...dossierLinks),
        '`made-from`: its result is handed in here; `follows`: it goes on here; `part-of`: it is one of several of it',
      ),
    }),
    'what it was linked to when it was submitted; absent when nothing was said',
  ),
);

export const dossierBoxes = ['held', 'offered', 'given', 'done'] as const;
export type DossierBox = (typeof dossierBoxes)[number];

const presentHolder = described(
  shape({
    agency: described(
      unnamed(agency),
      'code of the holder, or of the agency that took over from it when it is closed',
    ),
    name: maybe(described(text, 'its name of today; absent of an agency that nobody registered')),
  }),
  'who has it today',
);

const dossierRow = shape(
  {
    dossierId: uuid,
    forAgency: maybe(closedAgency),
    code: firstCode,
    procedure,
    channel,
    stage,
    state: dossierState,
    holder: described(agency, 'code of the agency that holds it: where it is now'),
    holderName,
    presentHolder,
    openedBy: namedOn(openedBy, 'openedAt'),
    since: described(at, 'since when it is in this box: taken in or over, offered, given away, done'),
    givenTo: maybe(described(agency, 'code of the agency it was given away to; absent while it is held')),
    openedAt: at,
    dueAt,
    late: described(yes, 'it was declared overdue, or its appointment has passed while it is not done'),
    processor: maybe(
      described(ofAskedDay(officer), 'id of the officer it is assigned to; absent until it is'),
    ),
    offer: maybe(
      described(
        shape({ ...handoff, reason: text, offeredAt: at }, 'offeredAt'),
        'the offer that waits for an answer',
      ),
    ),
    linkedTo,
  },
  'since',
);
export type DossierRow = Answer<typeof dossierRow>;

const total = shape({
  count: described(whole, 'linked ones are one; at most 10,000, more is told as 10,000'),
  late: described(whole, 'those of them that are late'),
});
export type DossierTotal = Answer<typeof total>;

export const dossiersOnDesk = shape({
  box: described(oneOf(...dossierBoxes), 'the box that the rows are of'),
  totals: described(
    shape({
      held: described(total, 'held by the agency, offered to another one or not'),
      offered: described(total, 'that wait for the agency to take them over or return them'),
      given: described(total, 'given away by it, and not done'),
      done: described(total, 'done, of those it ever held'),
    }),
    'of what the filters leave in each box',
  ),
  rows: described(list(dossierRow), 'late ones first, then by when they are due; done ones newest first'),
  next: cursor,
});
export type DossiersOnDesk = Answer<typeof dossiersOnDesk>;

const givenComponent = shape({
  key: described(text, 'of the component in the procedure'),
  sha256: maybe(described(sha256, 'of its electronic part; absent when there is none')),
  reusedFrom: maybe(
    described(
      shape({
        dossierId: described(uuid, 'the earlier dossier of the applicant'),
        key: described(text, 'of the component there'),
        sha256,
      }),
      'where it is reused from; absent when it was handed in',
    ),
  ),
  reusedResult: maybe(
    described(
      shape({ dossierId: described(uuid, 'the earlier dossier of the applicant'), sha256 }),
      'the earlier result that stands in its place; absent when it was handed in',
    ),
  ),
  originals: described(whole, 'paper originals that were counted'),
});

export const dossierView = shape(
  {
    dossierId: uuid,
    procedure,
    channel,
    codes,
    openedBy,
    openedByName,
    holder,
    holderName,
    presentHolder,
    forAgency,
    state: dossierState,
    stage,
    overdue,
    movedFrom: maybe(described(at, 'the first appointment; absent unless it was moved')),
    processor: maybe(
      described(ofAskedDay(officer), 'id of the officer it is assigned to; absent until it is'),
    ),
    version: maybe(described(text, 'of its procedure, which it keeps; absent of an unversioned one')),
    pendingHandoff: maybe(described(pendingOffer, 'the offer that waits for an answer')),
    linkedTo,
    openedAt: at,
    startedAt: maybe(described(at, 'when the statutory period began; absent until it is accepted')),
    dueAt,
    legalDueAt: maybe(
      described(at, 'the end of the legal time; absent until it is accepted and of an unversioned one'),
    ),
    handOverBy: maybe(described(at, 'until when it is handed over; absent until it is accepted')),
    components: maybe(
      described(list(givenComponent), 'what was handed in, as it stands; absent of an unversioned one'),
    ),
    completedAt: maybe(described(at, 'when its completion was recorded')),
    endedAt: maybe(described(at, 'when the procedure ended; may lie before `completedAt`')),
    outcome: maybe(
      described(oneOf(...dossierOutcomes), 'how the procedure ended, or what is approved; absent until then'),
    ),
    finishedAt: maybe(described(at, 'when its result came to the one-stop unit; absent until it does')),
    resultSha256: maybe(described(sha256, 'of the signed result; absent until it is approved')),
    resultSymbol: maybe(described(text, 'number and symbol of the result; absent until it is numbered')),
    resultDocument: maybe(
      described(
        uuid,
        'id of the document that is the result; absent until it is named, and where it is none',
      ),
    ),
    activities: described(whole, 'how many are recorded'),
    route: maybe(described(fixedRoute, 'its route and legs; absent unless it is interlinked')),
  },
  'openedAt',
);
export type DossierView = Answer<typeof dossierView>;

const itemAnswer = shape({
  key: described(text, 'of the component'),
  answer: described(oneOf('accepted', 'missing', 'wrong'), 'what the recipient found'),
  originals: described(whole, 'paper originals the recipient counted'),
  note: maybe(described(text, 'what is missing or wrong; absent when nothing was said')),
});

const outcome = oneOf('pending', 'accepted', 'returned', 'recalled');

const slipRow = described(
  shape(
    {
      row: described(whole, 'counted from 1 in the order of the offers'),
      ...handoff,
      offeredAt: at,
      outcome: described(outcome, 'what became of the offer'),
      taker: maybe(
        described(namedOn(officer, 'settledAt'), 'id of the officer who took it over, when it was accepted'),
      ),
      settledBy: maybe(
        described(namedOn(officer, 'settledAt'), 'id of the officer who accepted, returned or recalled it'),
      ),
      settledAt: maybe(described(at, 'when it was accepted, returned or recalled')),
      reason: described(text, 'of the offer'),
      handOverBy: maybe(
        described(at, 'until when the giver was to hand it over; absent when nothing said so'),
      ),
      timeliness: maybe(
        described(
          oneOf('early', 'on-time', 'late'),
          'the offer against `handOverBy`: on a day before its day, by then, later; absent without it',
        ),
      ),
      items: maybe(
        described(list(itemAnswer), 'what the recipient said of each component; absent when it said nothing'),
      ),
      settledReason: maybe(described(text, 'of the return or recall')),
    },
    'offeredAt',
  ),
  'one hand-off: who gave, who took, when',
);
export type ControlSlipRow = Answer<typeof slipRow>;

export const controlSlip = described(
  shape(
    {
      ...{ dossierId: uuid, openedBy, openedByName, openedAt: at, holder: ofAskedDay(holder) },
      ...{ rows: list(slipRow), next: cursor },
      legs: maybe(
        described(
          list(legOnSlip),
          'in the order of the route, on the first page; absent unless it is interlinked',
        ),
      ),
    },
    'openedAt',
  ),
  'process control slip (phiếu kiểm soát quá trình giải quyết hồ sơ)',
);
export type ControlSlip = Answer<typeof controlSlip>;

export const handOverSlip = described(
  shape(
    {
      slipId: described(uuid, 'what the slip is read by'),
      number: described(whole, 'of the slips of the agency on this local day, counted from 1'),
      localDate: date,
      from: described(agency, 'code of the agency that gives'),
      to: described(agency, 'code of the agency they are offered to'),
      giver: described(officer, 'id of the officer who hands over'),
      reason: text,
      issuedAt: at,
      rows: described(
        list(
          shape({
            dossierId: uuid,
            code: firstCode,
            procedure,
            handoffId: uuid,
            outcome: described(outcome, 'what became of the offer'),
            settledBy: maybe(
              described(
                namedOn(officer, 'settledAt'),
                'id of the officer who accepted, returned or recalled it',
              ),
            ),
            settledAt: maybe(described(at, 'when it was accepted, returned or recalled')),
            settledReason: maybe(described(text, 'of the return or recall')),
          }),
        ),
        'the dossiers that were offered with it, in the order of their ids; what was refused is not on it',
      ),
    },
    'issuedAt',
  ),
  'hand-over slip of several dossiers: who gave, who took, when',
);
export type HandOverSlip = Answer<typeof handOverSlip>;
