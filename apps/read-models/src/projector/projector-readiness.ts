import { Injectable } from '@nestjs/common';
import { type Readiness, ReadinessProbe } from '@runtime';
import { ReadStore } from '@adapters/read-store';
import { Visibility } from '../asking/visibility';
import { Projector } from './projector';

/** Ready once caught up, as long as the projector moves and the rows can be read. */
@Injectable()
export class ProjectorReadiness extends ReadinessProbe {
  constructor(
    private readonly projector: Projector,
    private readonly visibility: Visibility,
    private readonly reads: ReadStore,
  ) {
    super();
  }

  async probe(): Promise<Readiness> {
    await this.reads.ping();
    const { state, problem } = this.projector.state;
    const details = {
      projector: state,
      'projector.lagMs': this.projector.lagMs,
      position: String(this.visibility.position),
    };
    return {
      ready: state === 'live',
      details: problem === undefined ? details : { ...details, problem },
    };
  }
}
