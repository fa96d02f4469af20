import { runService } from '@runtime';
import { ReadModelsModule } from './read-models.module';
void runService('read-models', (context) => ReadModelsModule.forRoot(context));
