import { openEdgeContext, runProcess } from '@runtime';
import { startGateway } from './start-gateway';

void runProcess('gateway', openEdgeContext, startGateway);
