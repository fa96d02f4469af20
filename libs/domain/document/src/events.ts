export { deliveriesOf, legsOf, type Addressed } from './deliveries';
export * from './document.events';
export * from './document.codec';
