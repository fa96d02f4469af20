import { transitionsPages } from './transitions';

process.stdout.write(JSON.stringify(transitionsPages()));
