export { type Copy, copiesOf, kinds, type RecordedFact, UnreadableFact } from './copies';
