import { runService } from '@runtime';
import { BusModule } from './bus.module';
void runService('bus', (context) => BusModule.forRoot(context));
