import { channels } from '@domain/codes';
import {
  agency,
  type Answer,
  at,
  cursor,
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
} from '../answer';

export const dossierOpened = shape({ dossierId: uuid });
export type DossierOpened = Answer<typeof dossierOpened>;

export const handoffOffered = shape({ handoffId: uuid });
export type HandoffOffered = Answer<typeof handoffOffered>;

export const dossierOutcomes = ['granted', 'refused', 'withdrawn', 'other'] as const;

const dossierState = described(
  oneOf('held', 'offered', 'completed'),
  '`offered`: its holder offered it to another agency and holds it until that one accepts',
);
export type DossierState = Answer<typeof dossierState>;

// What is said of a dossier wherever it is told of.

const procedure = described(text, 'procedure code, such as `2.000635`');
const channel = described(oneOf(...channels), 'the way it came in');
const holder = described(agency, 'code of the agency that holds it');
const openedBy = described(agency, 'code of the agency that opened it and held it first');
const dueAt = maybe(described(at, 'statutory deadline; absent when none was given'));

const handoff = {
  handoffId: uuid,
  from: described(agency, 'code of the agency that gives'),
  to: described(agency, 'code of the agency it is offered to'),
  giver: described(officer, 'id of the officer who offered it'),
};

const heldRow = shape({
  dossierId: uuid,
  procedure,
  channel,
  holder,
  heldSince: described(at, 'when the holder opened it or took it over'),
  openedAt: at,
  dueAt,
  state: dossierState,
});
export type DossierHeldRow = Answer<typeof heldRow>;
export const dossiersHeld = page(heldRow);

const offeredRow = shape({ dossierId: uuid, ...handoff, reason: text, offeredAt: at, dueAt });
export type DossierOfferedRow = Answer<typeof offeredRow>;
export const dossiersOffered = page(offeredRow);

const code = shape({
  scheme: described(text, 'of the code, such as `tt01-2018`'),
  value: described(text, 'as its scheme writes it'),
});

export const dossierView = shape({
  dossierId: uuid,
  procedure,
  channel,
  codes: described(list(code), 'codes it bears, as they were given; at most 5'),
  openedBy,
  holder,
  state: dossierState,
  pendingHandoff: maybe(described(offeredRow, 'the offer that waits for an answer')),
  openedAt: at,
  startedAt: described(at, 'when the statutory period began'),
  dueAt,
  completedAt: maybe(described(at, 'when its completion was recorded')),
  endedAt: maybe(described(at, 'when the procedure ended; may lie before `completedAt`')),
  outcome: maybe(described(oneOf(...dossierOutcomes), 'how the procedure ended')),
  activities: described(whole, 'how many are recorded'),
});
export type DossierView = Answer<typeof dossierView>;

const slipRow = described(
  shape({
    row: described(whole, 'counted from 1 in the order of the offers'),
    ...handoff,
    offeredAt: at,
    outcome: described(oneOf('pending', 'accepted', 'returned', 'recalled'), 'what became of the offer'),
    taker: maybe(described(officer, 'id of the officer who took it over, when it was accepted')),
    settledBy: maybe(described(officer, 'id of the officer who accepted, returned or recalled it')),
    settledAt: maybe(described(at, 'when it was accepted, returned or recalled')),
    reason: described(text, 'of the offer'),
    settledReason: maybe(described(text, 'of the return or recall')),
  }),
  'one hand-off: who gave, who took, when',
);
export type ControlSlipRow = Answer<typeof slipRow>;

export const controlSlip = described(
  shape({ dossierId: uuid, openedBy, openedAt: at, holder, rows: list(slipRow), next: cursor }),
  'process control slip (phiếu kiểm soát quá trình giải quyết hồ sơ)',
);
export type ControlSlip = Answer<typeof controlSlip>;
