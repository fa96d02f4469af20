export * from './agency.events';
export * from './agency.codec';
