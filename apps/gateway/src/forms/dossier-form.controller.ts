import { Controller, Headers, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  type Caller,
  type ControlSlipRow,
  type DossierFormData,
  DossierFormQuery,
  DossierFormTarget,
  subjects,
} from '@contracts';
import { localDate } from '@domain/codes';
import { sheetOf } from '@formats/forms';
import { Clock } from '@runtime';
import { contentDisposition } from '../contents/content-disposition';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';
import { Names } from '../names/names';
import { Printer } from '../registers/printer';
import { rowsOf } from '../registers/register-rows';
import { formMedia } from './form-media.policy';
import { FormsSaid } from './forms-said';
import { handoffsOnSlip, legsOnSlip, type NamesOnSlip } from './slip-rows';

/** Hand-offs on one slip: some 60 pages. */
const handoffsMax = 1_000;

/** The forms of a dossier, with the names that officials read. */
@Controller()
export class DossierFormController {
  constructor(
    private readonly services: Services,
    private readonly printer: Printer,
    private readonly clock: Clock,
    private readonly said: FormsSaid,
  ) {}

  @Handles('getDossierForm')
  async form(
    @Param() target: DossierFormTarget,
    @Query() { format, ...query }: DossierFormQuery,
    @Headers('accept') accept: string | undefined,
    @Asker() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = { target, body: query };
    const found = await this.services.query<DossierFormData>(subjects.dossierForm, message, caller);
    const names = new Names(this.services, caller);
    const data = await this.named(found, names, caller);
    reply.headers({ 'cache-control': 'private, no-store', vary: 'accept' });
    if (formMedia(format, accept) === 'json') return void (await reply.send(data));
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const asking = { agency: caller.actor.agency, signal: gone.signal };
    const bytes = await this.printer
      .sheet(sheetOf(data, this.clock.now()), asking)
      .catch((error: unknown) => {
        if (!gone.signal.aborted) throw error;
      });
    // Nobody is there any more to be answered.
    if (bytes === undefined) return;
    reply.headers({
      'content-type': 'application/pdf',
      'content-disposition': contentDisposition(`${data.title} ${data.code ?? ''}`.trim() + '.pdf'),
    });
    await reply.send(bytes);
  }

  private async named(found: DossierFormData, names: Names, caller: Caller): Promise<DossierFormData> {
    const { number, circular, ...form } = found;
    const { agency, officer, code, issuedAt } = form;
    const { publicUrl, formNumbers } = this.said.settings;
    const called = calledBy(names, caller);
    const officerName = officer === undefined ? undefined : await called.officer(agency, officer, issuedAt);
    return {
      ...form,
      ...(formNumbers === 'hidden' || number === undefined ? {} : { number }),
      ...(formNumbers === 'hidden' || circular === undefined ? {} : { circular }),
      agencyName: await called.agency(agency, issuedAt),
      ...(officerName === undefined ? {} : { officerName }),
      ...(code === undefined ? {} : { lookUp: lookUpOf(publicUrl, code) }),
      ...(form.form === 'control-slip' ? await this.slip(form, called, caller) : {}),
    };
  }

  /** Hand-offs as the projection of the slip has them, one line each; legs as the facts have them. */
  private async slip(
    { dossierId, legs, issuedAt }: DossierFormData,
    called: NamesOnSlip,
    caller: Caller,
  ): Promise<Pick<DossierFormData, 'handoffs' | 'moreHandoffs' | 'legs'>> {
    const asked = { target: { dossierId }, body: {} };
    const rows = await rowsOf<ControlSlipRow>(this.services, subjects.getControlSlip, asked, caller);
    const handoffs = await handoffsOnSlip(rows, called, handoffsMax);
    return legs === undefined ? handoffs : { ...handoffs, legs: await legsOnSlip(legs, called, issuedAt) };
  }
}

/** Officers of other agencies stay ids: only their own agency knows them by name. */
const calledBy = (names: Names, { actor }: Caller): NamesOnSlip => ({
  agency: (code, at) => names.agency(code, localDate(at)),
  officer: (agency, id, at) =>
    agency === actor.agency ? names.officer(id, localDate(at)) : Promise.resolve(id),
});

const lookUpOf = (publicUrl: string, code: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/public/dossiers/${encodeURIComponent(code)}`;
