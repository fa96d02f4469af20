import { dossierDegrees, type DossierForm, dossierForms } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  date,
  described,
  list,
  maybe,
  officer,
  oneOf,
  page,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';

type FormOfDossier = Exclude<DossierForm, 'tracking-register'>;
const isOfDossier = (form: DossierForm): form is FormOfDossier => form !== 'tracking-register';
/** Forms of one dossier; the register is of an agency. */
export const formsOfDossier = dossierForms.filter(isOfDossier);

const shownApplicant = described(
  shape({
    applicantRef: described(uuid, 'what dossiers name their applicant by'),
    name: maybe(described(text, 'absent when the person is erased or was never recorded')),
    address: maybe(described(text, 'as the person gave it')),
    phone: maybe(described(text, 'as the person gave it')),
    email: maybe(described(text, 'as the person gave it')),
    isErased: maybe(described(yes, 'its personal data was erased for ever')),
  }),
  'who applies, as far as it is printed',
);
export type ShownApplicant = Answer<typeof shownApplicant>;

const component = {
  key: described(text, 'of the component in the procedure'),
  name: described(text, 'of the component in the procedure'),
};

const handoffRow = shape({
  row: described(whole, 'counted from 1 in the order of the offers'),
  from: described(text, 'name of the agency that gave; its code when the directory does not know it'),
  to: described(text, 'name of the agency it was offered to; its code when the directory does not know it'),
  giver: described(text, 'name of the officer who offered it; the id of one of another agency'),
  taker: maybe(described(text, 'the same of the officer who took it over, when it was accepted')),
  offeredAt: at,
  settledAt: maybe(described(at, 'when it was accepted, returned or recalled')),
  outcome: described(oneOf('pending', 'accepted', 'returned', 'recalled'), 'what became of the offer'),
  timeliness: maybe(
    described(
      oneOf('early', 'on-time', 'late'),
      'the offer against the time to hand over; absent without one',
    ),
  ),
  note: maybe(described(text, 'reason of the return or recall, else of the offer')),
});

export const slipLegOutcomes = [
  ...(['planned', 'pending', 'active', 'done', 'refused'] as const),
  ...(['returned', 'not-opened', 'rerouted', 'closed'] as const),
] as const;

const slipLeg = shape({
  order: described(whole, 'place in the route, counted from 1; a leg that was given away has several rows'),
  agency: described(
    text,
    'name of the agency that had it then; its code when the directory does not know it',
  ),
  task: described(text, 'what it does, in Vietnamese'),
  givenAt: maybe(described(at, 'when its turn came, or when it was given to this agency; absent until then')),
  dueAt: described(at, 'until when it was to be done; as planned until its turn comes'),
  endedAt: maybe(described(at, 'when it was done, refused, returned, given away or closed')),
  outcome: described(
    oneOf(...slipLegOutcomes),
    '`not-opened`: its agency was closed; `rerouted`: another one has it; `closed`: over with its dossier',
  ),
  timeliness: maybe(
    described(
      oneOf('early', 'on-time', 'late'),
      'of what was done or refused: on a day before the day of `dueAt`, by then, later; `late` of what is not over',
    ),
  ),
  officer: maybe(
    described(text, 'name of the officer who acted on it last; the id of one of another agency'),
  ),
  note: maybe(
    described(text, 'number and symbol of the result, or why it was refused, returned or given away'),
  ),
});

export const dossierForm = described(
  shape({
    form: described(oneOf(...formsOfDossier), 'the key of the form'),
    title: described(text, 'in Vietnamese'),
    number: maybe(described(text, 'of the form in its circular; absent when numbers are not to be shown')),
    circular: maybe(described(text, 'that prescribes the form; absent when numbers are not to be shown')),
    legalBasis: described(text, 'what the form rests on'),
    dossierId: uuid,
    code: maybe(described(text, 'the dossier code; absent before it is accepted')),
    lookUp: maybe(described(text, 'address of the public look-up of the code, as its QR code holds it')),
    procedure: described(text, 'procedure code, such as `2.000635`'),
    procedureName: maybe(described(text, 'absent of an unversioned dossier')),
    agency: described(agency, 'code of the agency whose act the form tells of'),
    agencyName: maybe(described(text, 'absent when the directory does not know it')),
    officer: maybe(
      described(officer, 'id of the officer whose act the form tells of; absent of a control slip'),
    ),
    officerName: maybe(described(text, 'as printed, of an officer of the own agency')),
    issuedAt: described(at, 'when what the form tells of was recorded'),
    applicant: shownApplicant,
    components: maybe(
      described(
        list(
          shape({
            ...component,
            originals: described(whole, 'paper originals that were counted'),
            electronic: described(yes, 'there is an electronic part, given or reused'),
          }),
        ),
        'what was handed in (receipt)',
      ),
    ),
    wanting: maybe(
      described(
        list(shape({ ...component, detail: described(text, 'what is wanted') })),
        'what is missing or wrong (supplement request)',
      ),
    ),
    reason: maybe(described(text, 'of the request, refusal, apology or stop')),
    stoppedBy: maybe(described(text, 'legal basis of the stop (stopping notice)')),
    answerByDate: maybe(described(date, 'last local day to answer (supplement request)')),
    startedAt: maybe(described(at, 'when the clock began (receipt)')),
    dueAt: maybe(described(at, 'the appointment that holds (receipt, apology, control slip)')),
    dueBefore: maybe(described(at, 'the appointment that was moved (apology)')),
    handoffs: maybe(described(list(handoffRow), 'at most 1,000 hand-offs, the first ones (control slip)')),
    moreHandoffs: maybe(described(yes, 'there are more than `handoffs` tells; absent when there are not')),
    legs: maybe(
      described(list(slipLeg), 'of an interlinked dossier, in the order of the route (control slip)'),
    ),
  }),
  'what a form of a dossier says',
);
export type DossierFormData = Answer<typeof dossierForm>;
export type SlipLeg = Answer<typeof slipLeg>;

const trackedDossier = {
  dossierId: uuid,
  forAgency: maybe(
    described(agency, 'code of the closed agency that received it; absent of what is the own agency’s'),
  ),
  code: maybe(described(text, 'the dossier code; absent of an older one without')),
  procedure: described(text, 'procedure code, such as `2.000635`'),
  procedureName: maybe(described(text, 'absent of an unversioned dossier')),
  channel: described(text, 'the way it came in'),
  receivedAt: described(at, 'when it was accepted'),
  dueAt: maybe(described(at, 'the appointment that holds; absent when none was given')),
  finishedAt: maybe(described(at, 'when its result came to the one-stop unit; absent until it does')),
  returnedAt: maybe(described(at, 'when its result was returned; absent until it is')),
  returnedBy: maybe(described(text, 'the way its result was returned; absent until it is')),
  degree: described(oneOf(...dossierDegrees), 'how far it has come'),
};

const registerRow = described(
  shape({ ...trackedDossier, applicant: shownApplicant }, 'receivedAt'),
  'one dossier of the tracking register (sổ theo dõi hồ sơ)',
);
export type DossierRegisterRow = Answer<typeof registerRow>;
export const dossierRegister = page(registerRow);

/** What services tell each other of the tracking register: of a person nothing but its reference. */
export type TrackedDossier = Omit<DossierRegisterRow, 'applicant'> & { readonly applicantRef: string };

export const dossierProgress = described(
  shape({
    code: described(text, 'the dossier code, as it was asked for'),
    degree: described(
      oneOf(...dossierDegrees),
      'accepted; worked on; with a result at the one-stop unit; with its result returned; over without one',
    ),
    degreeVi: described(text, 'the same in Vietnamese'),
  }),
  'what anybody may know of a dossier (Circular 01/2018 art. 16(2)(d))',
);
export type DossierProgress = Answer<typeof dossierProgress>;
