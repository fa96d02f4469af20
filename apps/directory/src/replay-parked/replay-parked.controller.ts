import { Controller } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { subjects, type Caller, type QueryReply, type ReplayedEvents } from '@contracts';
import { CallerOf, Reactions } from '@runtime';

/** For who runs the house: no route of the edge leads here. */
@Controller()
export class ReplayParkedController {
  constructor(private readonly reactions: Reactions) {}

  @MessagePattern(subjects.replayParkedSuccessions)
  replay(@CallerOf() caller: Caller): Promise<QueryReply<readonly ReplayedEvents[]>> {
    return this.reactions.replayParked(caller);
  }
}
