import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { subjects, YearQuery, type ElectronicExchange, type QueryReply } from '@contracts';
import { Desk } from '../asking/desk';
import { ElectronicExchangeIn } from './electronic-exchange.query';

@Controller()
export class ElectronicExchangeController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getElectronicExchange)
  exchange(@Payload('body') asked: YearQuery): Promise<QueryReply<ElectronicExchange>> {
    return this.desk.ask(asked, new ElectronicExchangeIn(asked.year));
  }
}
