import { type DayInNumbers, OneQuery, type QueryReply, subjects } from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Desk } from '../asking/desk';
import { DayInNumbersAsked } from './day-in-numbers.query';

@Controller()
export class DayInNumbersController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.dayInNumbers)
  day(@Payload('body') one: OneQuery): Promise<QueryReply<DayInNumbers>> {
    return this.desk.ask(one, new DayInNumbersAsked());
  }
}
