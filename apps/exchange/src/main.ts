import { runService } from '@runtime';
import { ExchangeModule } from './exchange.module';

void runService('exchange', (context) => ExchangeModule.forRoot(context));
