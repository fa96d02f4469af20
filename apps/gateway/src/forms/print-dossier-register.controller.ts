import { Controller, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, type DossierRegisterRow, PrintDossierRegisterQuery, subjects } from '@contracts';
import { localDate } from '@domain/codes';
import { formOn } from '@formats/forms';
import { type BookHead, type TrackedEntry, trackingColumns } from '@formats/register-book';
import { Clock } from '@runtime';
import { Asker, Handles } from '../edge/operation';
import { Problem } from '../edge/problem';
import { Services } from '../edge/services';
import { Names } from '../names/names';
import { Printer } from '../registers/printer';
import { rowsOf } from '../registers/register-rows';
import { sendPrint } from '../registers/send-print';
import { FormsSaid } from './forms-said';

/** Rows of one question: each bears a name and an address. */
const pageRows = 100;

/** The tracking register of the own agency as a file, in the form of the last day it is of. */
@Controller()
export class PrintDossierRegisterController {
  constructor(
    private readonly services: Services,
    private readonly printer: Printer,
    private readonly clock: Clock,
    private readonly said: FormsSaid,
  ) {}

  @Handles('printDossierRegister')
  async print(
    @Query() { format = 'pdf', ...days }: PrintDossierRegisterQuery,
    @Asker() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { fromDate, toDate = fromDate } = days;
    const asked = { target: {}, body: days };
    const { services } = this;
    const rows = await rowsOf<DossierRegisterRow>(
      services,
      subjects.getDossierRegister,
      asked,
      caller,
      pageRows,
    );
    const names = new Names(services, caller);
    const head = await this.head(fromDate, toDate, names);
    const book = { head, columns: trackingColumns, entries: numbered(rows, names) };
    await sendPrint(this.printer, book, format, caller, reply);
  }

  private async head(fromDate: string, toDate: string, names: Names): Promise<BookHead> {
    const form = formOn('tracking-register', toDate);
    if (form === undefined) throw new Problem('dossier:form-not-prescribed');
    const { title, number, circular } = form;
    const [from, to] = [fromDate, toDate].map((date) => date.split('-').reverse().join('/'));
    const period = fromDate === toDate ? `ngày ${from}` : `từ ${from} đến ${to}`;
    const isShown = this.said.settings.formNumbers === 'shown';
    const printedAt = this.clock.now();
    const today = localDate(printedAt);
    const agency = await names.own(toDate < today ? toDate : today);
    return {
      ...{ title, period, agency, printedAt },
      ...(isShown ? { form: `Mẫu số ${number} – ${circular}` } : {}),
    };
  }
}

async function* numbered(
  rows: AsyncIterable<DossierRegisterRow>,
  names: Names,
): AsyncGenerator<TrackedEntry> {
  let number = 0;
  for await (const { applicant, dossierId: _, channel: _channel, finishedAt: _finished, ...rest } of rows) {
    const { forAgency, ...row } = rest;
    number += 1;
    const { name = '', address, phone, isErased } = applicant;
    yield {
      ...{ ...row, number, applicant: isErased === true ? '(dữ liệu cá nhân đã được xóa)' : name },
      ...(forAgency === undefined
        ? {}
        : { receivedBy: await names.agency(forAgency, localDate(row.receivedAt)) }),
      contact: [address, phone].filter(Boolean).join(', '),
    };
  }
}
