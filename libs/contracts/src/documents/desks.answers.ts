import {
  type Answer,
  at,
  described,
  list,
  maybe,
  ofAskedDay,
  officer,
  page,
  shape,
  text,
  uuid,
  whole,
  yes,
} from '../answer';

export const deskHandedOver = shape({
  handoverId: described(uuid, 'of the list; the officer it went to takes it over under this id'),
  handedOver: described(whole, 'how many documents and dossiers of the list go to the other officer'),
});
export type DeskHandedOver = Answer<typeof deskHandedOver>;

const documents = described(list(uuid), 'ids of drafts and of assigned documents');
const dossiers = described(
  list(uuid),
  'ids of dossiers: assigned to the officer, or offered and not settled',
);
const deskLendings = described(
  list(uuid),
  'ids of leave cover for the officer, or by the officer for a colleague',
);

export const deskWork = ofAskedDay(
  shape({
    officer,
    documents,
    dossiers,
    deskLendings: described(
      deskLendings,
      'ids of leave cover that is not over: for the officer, or by the officer',
    ),
    hasMore: described(yes, 'there is more than the 100 of each that are told: hand these over first'),
  }),
);
export type DeskWork = Answer<typeof deskWork>;

const handoverRow = described(
  shape(
    {
      handoverId: described(uuid, 'of the list, as it was answered when it was given'),
      from: described(officer, 'id of the officer whose desk it was'),
      to: described(officer, 'id of the officer it went to'),
      handedOverBy: described(officer, 'id of the leader who gave it: the first name under the list'),
      handedOverAt: at,
      takenOverAt: maybe(described(at, 'when `to` put the second name under the list; absent until then')),
      reason: text,
      documents,
      dossiers,
      deskLendings,
    },
    'handedOverAt',
  ),
  'one list of what went from desk to desk',
);
export type DeskHandoverRow = Answer<typeof handoverRow>;
export const deskHandovers = page(handoverRow);

/** What services tell each other of dossiers that are to go from one desk to another. */
export interface DossiersAmiss {
  /** Those that may not, each with what it is refused with. */
  readonly amiss: readonly { readonly dossierId: string; readonly refused: string }[];
}
