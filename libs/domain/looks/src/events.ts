export * from './looks.events';
export * from './looks.codec';
