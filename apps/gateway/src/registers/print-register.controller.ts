import { Controller, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  BookTarget,
  type Caller,
  type IncomingRegisterRow,
  type OutgoingRegisterRow,
  PrintQuery,
  subjects,
} from '@contracts';
import { localDate } from '@domain/codes';
import {
  type BookHead,
  incomingColumns,
  type IncomingEntry,
  incomingTitle,
  outgoingColumns,
  type OutgoingEntry,
  outgoingTitle,
} from '@formats/register-book';
import { Clock } from '@runtime';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';
import { Names } from '../names/names';
import { Printer } from './printer';
import { rowsOf } from './register-rows';
import { sendPrint } from './send-print';

const outgoing = 'outgoing';

/** The own agency's books in the columns of Decree 30/2020 Annex IV, as files. */
@Controller()
export class PrintRegisterController {
  constructor(
    private readonly services: Services,
    private readonly printer: Printer,
    private readonly clock: Clock,
  ) {}

  @Handles('printIncomingRegister')
  async incoming(
    @Param() target: BookTarget,
    @Query() query: PrintQuery,
    @Asker() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const names = new Names(this.services, caller);
    const rows = await rowsOf<IncomingRegisterRow>(
      this.services,
      subjects.getIncomingRegister,
      { target, body: query.after === undefined ? {} : { after: query.after } },
      caller,
    );
    const entries = mapped(rows, (row) =>
      row.paperEntryId === undefined ? electronicArrival(row, names) : paperArrival(row),
    );
    const book = { columns: incomingColumns, entries, head: await this.head(incomingTitle, target, names) };
    await sendPrint(this.printer, book, query.format ?? 'pdf', caller, reply);
  }

  @Handles('printOutgoingRegister')
  async outgoing(
    @Param() target: BookTarget,
    @Query() query: PrintQuery,
    @Asker() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const names = new Names(this.services, caller);
    const series = query.series ?? outgoing;
    const rows = await rowsOf<OutgoingRegisterRow>(
      this.services,
      subjects.getOutgoingRegister,
      { target, body: query.after === undefined ? {} : { after: query.after } },
      caller,
    );
    const ofSeries = mapped(rows, (row) => (row.series === series ? row : undefined));
    const entries = mapped(ofSeries, async (row): Promise<OutgoingEntry> => {
      const { signer, recipients, sending, ...entry } = row;
      const isPaper = row.paperEntryId !== undefined;
      const on = row.documentDate;
      return {
        ...entry,
        recipients: isPaper ? recipients : await names.agencies(recipients, on),
        ...(signer === undefined ? {} : { signer: isPaper ? signer : await names.officer(signer, on) }),
        ...(sending === undefined ? {} : { sending: sendings[sending] }),
      };
    });
    const book = { columns: outgoingColumns, entries, head: await this.head(outgoingTitle, target, names) };
    await sendPrint(this.printer, book, query.format ?? 'pdf', caller, reply);
  }

  /** Of an earlier year under the name on its last day. */
  private async head(title: string, { year }: BookTarget, names: Names): Promise<BookHead> {
    const printedAt = this.clock.now();
    const agency = await names.own(earlier(`${year}-12-31`, localDate(printedAt)));
    return { title, agency, period: `năm ${year}`, printedAt };
  }
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

const onPaper = 'Bản giấy';
const sendings = {
  electronic: 'Điện tử',
  'electronic-and-paper': 'Điện tử và bản giấy',
  paper: onPaper,
} as const;

async function electronicArrival(row: IncomingRegisterRow, names: Names): Promise<IncomingEntry> {
  const { from, receivedBy, receiver, addressedTo, cancelledAt, ...entry } = row;
  const on = row.arrivedDate;
  const signedOn = localDate(row.acceptedAt ?? row.numberedAt);
  const notes = [
    addressedTo === undefined ? '' : `Gửi ${await names.agency(addressedTo, on)}`,
    cancelledAt === undefined ? '' : 'Văn bản đã thu hồi',
  ];
  const note = notes.filter(Boolean).join('. ');
  return {
    ...entry,
    author: await names.agency(from, on),
    ...(receiver === undefined ? {} : { receiver: await names.officer(receiver, signedOn) }),
    ...(receivedBy === undefined ? {} : { signedFor: await names.officer(receivedBy, signedOn) }),
    ...(note === '' ? {} : { note }),
  };
}

/** Whoever gets the paper signs for it on the printed page. */
function paperArrival({ from, note, ...entry }: IncomingRegisterRow): IncomingEntry {
  return { ...entry, author: from, note: [onPaper, note].filter(Boolean).join('. ') };
}

async function* mapped<A, B>(
  rows: AsyncIterable<A>,
  entryOf: (row: A) => Promise<B> | B | undefined,
): AsyncGenerator<B> {
  for await (const row of rows) {
    const entry = await entryOf(row);
    if (entry !== undefined) yield entry;
  }
}
