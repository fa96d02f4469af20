import { localDate } from '@domain/codes';
import { deliveryId } from '@domain/delivery/events';
import type { DataOf, Projection } from '../projector/projection';
import { table } from '../projector/table';

const register = table('incoming_register', 'agency', 'book_year', 'number');
const entry = table('incoming_register_leg', 'delivery_id');

/** The date a document bears stands in its code, `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`. */
const documentDate = ({ documentCode, at }: DataOf<'DeliveryRequested'>): string =>
  documentCode?.split(',')[1]?.replaceAll('/', '-') ?? localDate(at);

const givenTo = (delivery: DataOf<'ProcessingAssigned'>) => [
  entry.update({ delivery_id: deliveryId(delivery) }, { receiver: delivery.assignee }),
];

const unlessNew = { set: { subject: 'coalesce(given.subject, incoming_register_leg.subject)' } };

/** A number stands in the book from its allocation on, so that the book never shows a gap that is none. */
export const incomingRegister: Projection = {
  name: 'incoming-register.v3',
  tables: [register, entry],
  on: {
    DeliveryRequested: (delivery) => [
      entry.insert({
        ...{ delivery_id: deliveryId(delivery), document_id: delivery.documentId, sender: delivery.from },
        ...{ symbol: delivery.symbol, document_type: delivery.documentType, subject: delivery.subject },
        ...{ document_date: documentDate(delivery), addressed_to: delivery.addressedTo },
      }),
    ],
    DocumentArrived: (delivery) => [
      entry.update({ delivery_id: deliveryId(delivery) }, { arrived_at: delivery.at }),
    ],
    NumberAllocated: ({ agency, series, bookYear, number, key, at }) =>
      series === 'incoming'
        ? [register.insert({ agency, book_year: bookYear, number, delivery_id: key, numbered_at: at })]
        : [],
    // Without a number the book is kept in another system.
    ReceiptAccepted: ({ to, officer, number, bookYear, at }) => [
      register.update({ agency: to, book_year: bookYear, number }, { received_by: officer, accepted_at: at }),
    ],
    ProcessingAssigned: givenTo,
    ProcessingReassigned: givenTo,
    UpdateAgreed: (delivery) => [
      entry.update({ delivery_id: deliveryId(delivery) }, { subject: delivery.changes.subject }, unlessNew),
    ],
    DocumentCancelledAtRecipient: (delivery) => [
      entry.update({ delivery_id: deliveryId(delivery) }, { cancelled_at: delivery.at }),
    ],
    IncomingPaperRecorded: (paper) => [
      entry.insert({
        ...{ delivery_id: paper.key, sender: paper.sender, symbol: paper.symbol },
        ...{ document_type: paper.documentType, subject: paper.subject, document_date: paper.documentDate },
        ...{ arrived_date: paper.arrivedDate, receiver: paper.receiver, note: paper.note },
      }),
      register.update(
        { agency: paper.agency, book_year: paper.bookYear, number: paper.number },
        { received_by: paper.officer },
      ),
    ],
    NumberVoided: ({ agency, series, bookYear, number, reason, officer, approvedBy }) =>
      series === 'incoming'
        ? [
            register.update(
              { agency, book_year: bookYear, number },
              { voided: reason, voided_by: officer, void_approved_by: approvedBy },
            ),
          ]
        : [],
  },
};
