import { Body, Controller, Param } from '@nestjs/common';
import {
  DeliveryTarget,
  RecordArrivalBody,
  RecordAttemptFailureBody,
  RecordDispatchBody,
  RecordFailureBody,
  RecordStatusBody,
  subjects,
  type Caller,
  type Nothing,
} from '@contracts';
import { Asker, Handles } from '../edge/operation';
import { Services } from '../edge/services';

@Controller()
export class CarrierController {
  constructor(private readonly services: Services) {}

  @Handles('recordDispatch')
  dispatched(@Param() target: DeliveryTarget, @Body() body: RecordDispatchBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.recordDispatch, { target, body }, caller);
  }

  @Handles('recordAttemptFailure')
  attemptFailed(
    @Param() target: DeliveryTarget,
    @Body() body: RecordAttemptFailureBody,
    @Asker() caller: Caller,
  ) {
    return this.services.command<Nothing>(subjects.recordAttemptFailure, { target, body }, caller);
  }

  @Handles('recordFailure')
  failed(@Param() target: DeliveryTarget, @Body() body: RecordFailureBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.recordFailure, { target, body }, caller);
  }

  @Handles('recordArrival')
  arrived(@Param() target: DeliveryTarget, @Body() body: RecordArrivalBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.recordArrival, { target, body }, caller);
  }

  @Handles('recordStatus')
  status(@Param() target: DeliveryTarget, @Body() body: RecordStatusBody, @Asker() caller: Caller) {
    return this.services.command<Nothing>(subjects.recordStatus, { target, body }, caller);
  }
}
