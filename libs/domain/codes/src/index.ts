export * from './agency-code';
export * from './agency-level';
export * from './document-types';
export * from './media-types';
export * from './vocabulary';
export * from './local-time';
export * from './stream-name';
export * from './schemas';
