export * from './events';
export * from './agency.decider';
export * from './agency-command';
export * from './agency-state';
export * from './agency-on-date';
export * from './rings';
