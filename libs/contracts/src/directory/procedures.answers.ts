import {
  channels,
  conventions,
  feeMoments,
  onlineLevels,
  periodUnits,
  routeModes,
  supplementClocks,
} from '@domain/codes';
import {
  agency,
  type Answer,
  date,
  described,
  list,
  maybe,
  oneOf,
  page,
  shape,
  text,
  whole,
  yes,
} from '../answer';

const procedure = described(text, 'procedure code, such as `2.000635`');
const name = described(text, 'in Vietnamese');
const sector = described(text, 'field of administration');
const version = described(text, '`1`, `2`, … in the order in which they were issued');
const effectiveFromDate = described(date, 'first local day it is in force');
const period = shape({
  amount: described(whole, 'so many of `unit`'),
  unit: described(oneOf(...periodUnits), 'eight working hours are a working day'),
});
const legalTime = described(period, 'what the law grants');
const publishedTime = described(period, 'what the province promises');
const onlineLevel = described(oneOf(...onlineLevels), 'how much of it is done online (Decree 42/2022)');
const itemKey = described(text, 'the same in every version');

const component = shape({
  key: itemKey,
  name,
  mandatory: described(yes, 'without it the dossier is not complete'),
  originals: described(whole, 'paper originals wanted; 0 when a copy or a file does'),
  form: maybe(described(text, 'symbol of the form it is written on; absent when it needs none')),
});
const fee = shape({
  key: itemKey,
  name,
  amountVnd: described(whole, 'dong'),
  moment: described(oneOf(...feeMoments), 'when it is paid'),
  legalBasis: described(text, 'number and symbol of what sets it'),
});
const route = shape({
  mode: described(
    oneOf(...routeModes),
    'one after the other, all at once (Decree 61/2018 art. 19(6)), or at the level above (art. 19(7))',
  ),
  lead: described(agency, 'code of the agency that answers for the whole'),
  legs: described(
    list(
      shape({
        agency,
        task: described(text, 'what it does, in Vietnamese'),
        time: described(period, 'inside the time of the whole'),
        optional: maybe(described(yes, 'a dossier may go on without it; absent: it may not')),
      }),
    ),
    'in order',
  ),
});

const procedureVersion = shape(
  {
    version,
    name,
    sector,
    effectiveFromDate,
    legalTime,
    publishedTime,
    convention: described(
      oneOf(...conventions),
      'a period ends on the minute, or with its last day (Civil Code 2015 art. 148)',
    ),
    channels: described(list(oneOf(...channels)), 'ways it may come in'),
    components: described(list(component), 'what an applicant hands in'),
    fees: described(list(fee), 'none when it costs nothing'),
    route: maybe(described(route, 'agencies it goes through; absent when one does it alone')),
    onlineLevel,
    supplement: described(
      shape({
        clock: described(
          oneOf(...supplementClocks),
          'the clock begins anew (Decree 61/2018 art. 19(4)), or goes on from where it stood',
        ),
        requestsMax: described(whole, 'requests at most in one stage'),
        answerDays: described(whole, 'working days the applicant is given'),
      }),
      'what asking for what is missing does',
    ),
    resultDocument: maybe(
      described(yes, 'its result is a document of the registers; absent: it need not be'),
    ),
    legalBasis: described(text, 'number and symbol of the decision that publishes it'),
  },
  'effectiveFromDate',
);
/** One version of a procedure, whole. */
export type ProcedureVersionAnswer = Answer<typeof procedureVersion>;

const abolition = maybe(
  described(
    shape({
      effectiveDate: described(date, 'first local day it cannot be begun'),
      legalBasis: described(text, 'number and symbol of the decision'),
    }),
    'how it was or will be abolished',
  ),
);

const procedureListed = shape({
  procedure,
  inForce: described(yes, 'a version is in force on the day'),
  version: described(version, 'the version in force, else the newest one'),
  name,
  sector,
  effectiveFromDate,
  legalTime,
  publishedTime,
  onlineLevel,
  abolition,
});
export type ProcedureListed = Answer<typeof procedureListed>;
export const proceduresListed = page(procedureListed);

export const procedureDetails = shape({
  procedure,
  inForce: maybe(described(procedureVersion, 'the version in force on the day; absent when none is')),
  versions: described(
    list(
      shape({
        version,
        name,
        effectiveFromDate,
        legalBasis: described(text, 'number and symbol of the decision that publishes it'),
      }),
    ),
    'newest first; each is shown whole by `onDate`',
  ),
  abolition,
});
export type ProcedureDetails = Answer<typeof procedureDetails>;

export const procedureIssued = shape({ procedure, version });
export type ProcedureIssuedAnswer = Answer<typeof procedureIssued>;

/** What a service is told of a procedure on a day: nothing when no version is in force then. */
export interface ProcedureInForce {
  readonly version?: ProcedureVersionAnswer;
}
