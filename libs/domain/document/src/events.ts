export { deliveriesOf, legsOf } from './deliveries';
export * from './document.events';
export * from './document.codec';
