import { legStates, routeModes } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  described,
  list,
  maybe,
  namedOn,
  ofAskedDay,
  officer,
  oneOf,
  page,
  sha256,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';
import { closedAgency } from '../documents/states';

const lackingComponent = shape({
  key: described(text, 'of the component in the procedure'),
  detail: described(text, 'what is missing or wrong, and how it is put right'),
});
const whyLacking = described(text, 'why the leg cannot be done without it');

const leg = {
  order: described(whole, 'place in the route, counted from 1'),
  agency: described(agency, 'code of the agency that has it'),
  task: described(text, 'what it does, in Vietnamese'),
  state: described(
    oneOf(...legStates),
    '`Planned`: its turn has not come; `Returned`: it waits for another agency; `Closed`: over with its dossier',
  ),
  mandatory: described(yes, 'the dossier is not consolidated without it'),
  openedAt: maybe(described(at, 'when its turn came; absent until then')),
  dueAt: described(at, 'until when it is to be done; as planned until its turn comes'),
  pausedAt: maybe(
    described(at, 'it stands still with its dossier since then, for a supplement; absent while it runs'),
  ),
  late: described(yes, 'its agency missed `dueAt`'),
  lateAgencies: described(
    list(agency),
    'codes of the agencies that missed a deadline of it; charged to no others',
  ),
  endedAt: maybe(described(at, 'when it was done, refused or closed; absent until then')),
  officer: maybe(
    described(
      namedOn(officer, 'endedAt', 'openedAt'),
      'id of the officer of its agency who acted on it last; absent until one does',
    ),
  ),
  resultSha256: maybe(described(sha256, 'of its signed result; absent until it is done')),
  resultSymbol: maybe(described(text, 'number and symbol of its result; absent when it has none')),
  resultDocument: maybe(
    described(uuid, 'id of the document that is its result; absent until it is done, and where it is none'),
  ),
  reason: maybe(described(text, 'why it was last returned, refused or given to another agency')),
  lacking: maybe(
    described(
      shape({ wanting: described(list(lackingComponent), 'each component once'), reason: whyLacking }),
      'what its agency told the lead agency lacks; absent without that, and once the lead agency asked for it',
    ),
  ),
  proposedTo: maybe(
    described(ofAskedDay(agency), 'code of the agency the one-stop unit proposes; absent without one'),
  ),
  monitor: maybe(
    described(ofAskedDay(agency), 'code of the agency whose one-stop unit watches over it; of upward legs'),
  ),
};

const mode = described(
  oneOf(...routeModes),
  'one after the other, all at once (Decree 61/2018 art. 19(6)), or at the level above (art. 19(7))',
);
const lead = described(agency, 'code of the agency that answers for the whole');

export const fixedRoute = described(
  shape({
    mode,
    lead,
    legs: described(list(shape(leg, 'openedAt')), 'in order'),
    done: described(whole, 'how many of them are done'),
  }),
  'route of an interlinked dossier; where it stands follows from its legs',
);
export type FixedRoute = Answer<typeof fixedRoute>;

export const legOnSlip = described(
  shape(
    {
      ...leg,
      timeliness: maybe(
        described(
          oneOf('early', 'on-time', 'late'),
          'of what was done or refused: on a day before the day of `dueAt`, by then, later; absent of any other',
        ),
      ),
    },
    'openedAt',
  ),
  'one leg: who had it, for what, given and due when, and what became of it',
);
export type LegOnSlip = Answer<typeof legOnSlip>;

const legRow = shape(
  {
    dossierId: uuid,
    procedure: described(text, 'procedure code, such as `2.000635`'),
    mode,
    lead,
    oneStop: described(agency, 'code of the agency that fixed the route and returns the result'),
    forAgency: maybe(closedAgency),
    ...leg,
  },
  'openedAt',
);
export type LegRow = Answer<typeof legRow>;
export const legsOfAgency = page(legRow);
