export { deliveriesOf, deliveredTo } from './deliveries';
export * from './document.events';
export * from './document.codec';
