import { Injectable } from '@nestjs/common';
import { ReadStore } from '@adapters/read-store';
import { parkedDetails, type Readiness, ReadinessProbe } from '@runtime';
import { Visibility } from '../asking/visibility';
import { ParkedRows } from './parked-rows';
import { RowsWriter } from './rows-writer';

/** Ready once the rows are whole, as long as whoever writes them goes on and they can be read. */
@Injectable()
export class ProjectorReadiness extends ReadinessProbe {
  constructor(
    private readonly writer: RowsWriter,
    private readonly visibility: Visibility,
    private readonly reads: ReadStore,
    private readonly parked: ParkedRows,
  ) {
    super();
  }

  async probe(): Promise<Readiness> {
    await this.reads.ping();
    const { state, problem } = this.writer.state;
    const parked = parkedDetails([{ name: 'projector', all: await this.parked.list() }]);
    const details = {
      ...{ projector: state, 'projector.lagMs': this.writer.lagMs },
      position: String(this.visibility.position),
      ...parked.details,
      ...(problem === undefined ? {} : { problem }),
    };
    return { ready: (state === 'live' || state === 'standing-by') && parked.ready, details };
  }
}
