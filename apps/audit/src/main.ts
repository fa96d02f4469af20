import { runService } from '@runtime';
import { AuditModule } from './audit.module';
void runService('audit', (context) => AuditModule.forRoot(context));
