import { sql } from '@adapters/read-store';
import { localDate } from '@domain/codes';
import { deliveryId } from '@domain/delivery/events';
import type { DataOf, Projection } from '../projector/projection';

/** The date a document bears stands in its code, `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`. */
const documentDate = ({ documentCode, at }: DataOf<'DeliveryRequested'>): string =>
  documentCode?.split(',')[1]?.replaceAll('/', '-') ?? localDate(at);

const givenTo = (delivery: DataOf<'ProcessingAssigned'>) => [
  sql`update incoming_register_leg set receiver = ${delivery.assignee} where delivery_id = ${deliveryId(delivery)}`,
];

/** A number stands in the book from its allocation on, so that the book never shows a gap that is none. */
export const incomingRegister: Projection = {
  name: 'incoming-register.v3',
  tables: ['incoming_register', 'incoming_register_leg'],
  on: {
    DeliveryRequested: (delivery) => [
      sql`insert into incoming_register_leg
            (delivery_id, document_id, sender, symbol, document_type, subject, document_date, addressed_to)
          values (${deliveryId(delivery)}, ${delivery.documentId}, ${delivery.from}, ${delivery.symbol},
            ${delivery.documentType}, ${delivery.subject}, ${documentDate(delivery)}, ${delivery.addressedTo ?? null})
          on conflict (delivery_id) do nothing`,
    ],
    DocumentArrived: (delivery) => [
      sql`update incoming_register_leg set arrived_at = ${delivery.at} where delivery_id = ${deliveryId(delivery)}`,
    ],
    NumberAllocated: ({ agency, series, bookYear, number, key, at }) =>
      series === 'incoming'
        ? [
            sql`insert into incoming_register (agency, book_year, number, delivery_id, numbered_at)
                values (${agency}, ${bookYear}, ${number}, ${key}, ${at})
                on conflict (agency, book_year, number) do nothing`,
          ]
        : [],
    // Without a number the book is kept in another system.
    ReceiptAccepted: ({ to, officer, number, bookYear, at }) => [
      sql`update incoming_register set received_by = ${officer}, accepted_at = ${at}
          where agency = ${to} and book_year = ${bookYear ?? null} and number = ${number ?? null}`,
    ],
    ProcessingAssigned: givenTo,
    ProcessingReassigned: givenTo,
    UpdateAgreed: (delivery) => [
      sql`update incoming_register_leg set subject = coalesce(${delivery.changes.subject ?? null}, subject)
          where delivery_id = ${deliveryId(delivery)}`,
    ],
    DocumentCancelledAtRecipient: (delivery) => [
      sql`update incoming_register_leg set cancelled_at = ${delivery.at} where delivery_id = ${deliveryId(delivery)}`,
    ],
    IncomingPaperRecorded: (paper) => [
      sql`insert into incoming_register_leg
            (delivery_id, sender, symbol, document_type, subject, document_date, arrived_date, receiver, note)
          values (${paper.key}, ${paper.sender}, ${paper.symbol ?? null}, ${paper.documentType ?? null},
            ${paper.subject}, ${paper.documentDate ?? null}, ${paper.arrivedDate}, ${paper.receiver ?? null},
            ${paper.note ?? null})
          on conflict (delivery_id) do nothing`,
      sql`update incoming_register set received_by = ${paper.officer}
          where agency = ${paper.agency} and book_year = ${paper.bookYear} and number = ${paper.number}`,
    ],
    NumberVoided: ({ agency, series, bookYear, number, reason, officer, approvedBy }) =>
      series === 'incoming'
        ? [
            sql`update incoming_register set voided = ${reason}, voided_by = ${officer ?? null},
                  void_approved_by = ${approvedBy ?? null}
                where agency = ${agency} and book_year = ${bookYear} and number = ${number}`,
          ]
        : [],
  },
};
