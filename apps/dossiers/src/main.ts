import { runService } from '@runtime';
import { DossiersModule } from './dossiers.module';

void runService('dossiers', (context) => DossiersModule.forRoot(context));
