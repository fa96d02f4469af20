import { Controller, type Type } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type Caller,
  ParkedQuery,
  type ParkingService,
  parkingSubjects,
  ReplayParkedBody,
  SkipParkedBody,
} from '@contracts';
import { CallerOf } from './caller-of';
import { ParkedFacts } from './parked-facts';

/** What an operator asks one service about the facts it has set aside; the module provides its `ParkedFacts`. */
export function parkedController(service: ParkingService): Type {
  const subjects = parkingSubjects[service];

  @Controller()
  class ParkedController {
    constructor(private readonly parked: ParkedFacts) {}

    @MessagePattern(subjects.list)
    list(@Payload('body') body: ParkedQuery, @CallerOf() caller: Caller) {
      return this.parked.list(caller, body);
    }

    @MessagePattern(subjects.replay)
    replay(@Payload('body') body: ReplayParkedBody, @CallerOf() caller: Caller) {
      return this.parked.replay(caller, body);
    }

    @MessagePattern(subjects.skip)
    skip(@Payload('body') body: SkipParkedBody, @CallerOf() caller: Caller) {
      return this.parked.skip(caller, subjects.skip, body);
    }
  }
  return ParkedController;
}
