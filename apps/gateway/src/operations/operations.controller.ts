import { Body, Controller, Query } from '@nestjs/common';
import { ServiceUnavailable } from '@adapters/messaging';
import {
  type Caller,
  type Page,
  type ParkedFact,
  type ParkedOutcomes,
  type ParkedPage,
  ParkedQuery,
  type ParkedReplayed,
  type ParkedSkipped,
  type ParkingService,
  parkingServices,
  parkingSubjects,
  ReplayParkedBody,
  SkipParkedBody,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Problem } from '../edge/problem';
import { Services } from '../edge/services';

const rowsByDefault = 50;
/** An answer comes before its asker gives up; what is left is asked for with `next`. */
const replayMs = 5_000;

/** Facts that programs of this house have set aside: each service is asked about its own, one after the other. */
@Controller()
export class OperationsController {
  constructor(private readonly services: Services) {}

  @Handles('getParked')
  async parked(
    @Query() { limit = rowsByDefault, cursor }: ParkedQuery,
    @Asker() caller: Caller,
  ): Promise<ParkedPage> {
    const rows: ParkedPage['rows'][number][] = [];
    const silent: ParkingService[] = [];
    for (const [service, inner] of placesFrom('/query/cursor', cursor)) {
      if (rows.length === limit) return { rows, silent, next: service };
      const body = { limit: limit - rows.length, ...(inner === undefined ? {} : { cursor: inner }) };
      const subject = parkingSubjects[service].list;
      const asking = this.services.query<Page<ParkedFact>>(subject, { target: {}, body }, caller);
      const page = await answered(asking);
      if (page === undefined) silent.push(service);
      rows.push(...(page?.rows ?? []).map((row) => ({ service, ...row })));
      if (page?.next !== undefined) return { rows, silent, next: `${service}.${page.next}` };
    }
    return { rows, silent };
  }

  @Handles('replayParked')
  async replay(
    @Body() asked: ReplayParkedBody,
    @Asker() caller: Caller,
  ): Promise<ParkedOutcomes & { readonly position: string }> {
    const startedMs = performance.now();
    const { cursor, ...which } = asked;
    const programs: ParkedOutcomes['programs'][number][] = [];
    const silent: ParkingService[] = [];
    let position = '';
    for (const [service, inner] of placesFrom('/body/cursor', cursor)) {
      if (performance.now() - startedMs > replayMs) return { programs, silent, position, next: service };
      const body = { ...which, ...(inner === undefined ? {} : { cursor: inner }) };
      const subject = parkingSubjects[service].replay;
      const asking = this.services.command<ParkedReplayed>(subject, { target: {}, body }, caller);
      const outcome = await answered(asking);
      if (outcome === undefined) silent.push(service);
      programs.push(...(outcome?.programs ?? []).map((each) => ({ service, ...each })));
      position = outcome?.position ?? position;
      if (outcome?.next !== undefined)
        return { programs, silent, position, next: `${service}.${outcome.next}` };
    }
    return { programs, silent, position };
  }

  @Handles('skipParked')
  skip(@Body() body: SkipParkedBody, @Asker() caller: Caller) {
    const subject = parkingSubjects[body.service].skip;
    return this.services.command<ParkedSkipped>(subject, { target: {}, body }, caller);
  }
}

/** Nothing when the service does not answer: what others have set aside is told all the same. */
async function answered<A>(asking: Promise<A>): Promise<A | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ServiceUnavailable) return undefined;
    throw error;
  }
}

/** The services from the one a cursor names on, that one with the rest of the cursor. */
function placesFrom(
  pointer: string,
  cursor = '',
): readonly (readonly [ParkingService, string | undefined])[] {
  const [service, inner] = cursor.split('.');
  const from = cursor === '' ? 0 : parkingServices.findIndex((each) => each === service);
  if (from === -1) {
    throw new Problem('request:malformed', {
      errors: [{ pointer, detail: 'must be `next` as it was told' }],
    });
  }
  return parkingServices.slice(from).map((each, index) => [each, index === 0 ? inner : undefined] as const);
}
