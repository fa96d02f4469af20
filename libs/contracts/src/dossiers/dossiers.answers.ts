import {
  agency,
  type Answer,
  at,
  cursor,
  list,
  maybe,
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

const dossierState = oneOf('held', 'offered', 'completed');
export type DossierState = Answer<typeof dossierState>;

const heldRow = shape({
  dossierId: uuid,
  procedure: text,
  channel: text,
  holder: agency,
  heldSince: at,
  openedAt: at,
  dueAt: maybe(at),
  state: dossierState,
});
export type DossierHeldRow = Answer<typeof heldRow>;
export const dossiersHeld = page(heldRow);

const offeredRow = shape({
  dossierId: uuid,
  handoffId: uuid,
  from: agency,
  to: agency,
  giver: text,
  reason: text,
  offeredAt: at,
  dueAt: maybe(at),
});
export type DossierOfferedRow = Answer<typeof offeredRow>;
export const dossiersOffered = page(offeredRow);

export const dossierView = shape({
  dossierId: uuid,
  procedure: text,
  channel: text,
  codes: list(shape({ scheme: text, value: text })),
  openedBy: agency,
  holder: agency,
  state: dossierState,
  pendingHandoff: maybe(offeredRow),
  openedAt: at,
  startedAt: at,
  dueAt: maybe(at),
  completedAt: maybe(at),
  endedAt: maybe(at),
  outcome: maybe(text),
  activities: whole,
});
export type DossierView = Answer<typeof dossierView>;

/** One row of the process control slip (phiếu kiểm soát quá trình giải quyết hồ sơ): who gave, who took, when. */
const slipRow = shape({
  row: whole,
  handoffId: uuid,
  from: agency,
  to: agency,
  giver: text,
  offeredAt: at,
  outcome: oneOf('pending', 'accepted', 'returned', 'recalled'),
  /** Who took it over, when it was accepted. */
  taker: maybe(text),
  /** Who accepted, returned or recalled it. */
  settledBy: maybe(text),
  settledAt: maybe(at),
  reason: text,
  settledReason: maybe(text),
});
export type ControlSlipRow = Answer<typeof slipRow>;

export const controlSlip = shape({
  dossierId: uuid,
  openedBy: agency,
  openedAt: at,
  holder: agency,
  rows: list(slipRow),
  next: cursor,
});
export type ControlSlip = Answer<typeof controlSlip>;
