export * from './leg.events';
export * from './leg.codec';
