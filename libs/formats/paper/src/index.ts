export * from './paper';
export * from './rows';
