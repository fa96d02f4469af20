import { Injectable } from '@nestjs/common';
import { parkedDetails, type Readiness, ReadinessProbe } from '@runtime';
import { ReadStore } from '@adapters/read-store';
import { Visibility } from '../asking/visibility';
import { ParkedRows } from './parked-rows';
import { Projector } from './projector';

/** Ready once caught up, as long as the projector moves and the rows can be read. */
@Injectable()
export class ProjectorReadiness extends ReadinessProbe {
  constructor(
    private readonly projector: Projector,
    private readonly visibility: Visibility,
    private readonly reads: ReadStore,
    private readonly parked: ParkedRows,
  ) {
    super();
  }

  async probe(): Promise<Readiness> {
    await this.reads.ping();
    const { state, problem } = this.projector.state;
    const parked = parkedDetails([{ name: 'projector', all: await this.parked.list() }]);
    const details = {
      ...{ projector: state, position: String(this.visibility.position) },
      ...parked.details,
      ...(problem === undefined ? {} : { problem }),
    };
    return { ready: state === 'live' && parked.ready, details };
  }
}
