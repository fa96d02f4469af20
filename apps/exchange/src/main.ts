import { runService } from '@runtime';
import { ExchangeModule } from './exchange.module';
void runService('exchange', ExchangeModule.forRoot);
