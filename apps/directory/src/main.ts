import { runService } from '@runtime';
import { DirectoryModule } from './directory.module';

void runService('directory', (context) => DirectoryModule.forRoot(context));
