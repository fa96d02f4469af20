import { transitionsPage } from './transitions';

process.stdout.write(transitionsPage());
