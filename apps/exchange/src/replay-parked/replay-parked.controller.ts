import { Controller } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { refusedBy, subjects, type Caller, type QueryReply, type ReplayedEvents } from '@contracts';
import { CallerOf } from '@runtime';
import { Reactions } from '../reactions';

/** For who runs the house: no route of the edge leads here. */
@Controller()
export class ReplayParkedController {
  constructor(private readonly reactions: Reactions) {}

  @MessagePattern(subjects.replayParked)
  async replay(@CallerOf() { actor }: Caller): Promise<QueryReply<readonly ReplayedEvents[]>> {
    if (actor.role !== 'Operator') return refusedBy('request', 'role-not-allowed');
    return { ok: true, answer: await this.reactions.replayParked() };
  }
}
