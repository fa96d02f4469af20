export * from './events';
export * from './register.decider';
export { entryUnder, numberOf, type RegisterState } from './register-state';
