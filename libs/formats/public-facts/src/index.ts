export { anyInstallation, type Copy, copiesOf, kinds, UnreadableFact } from './copies';
export { extensionTypes, MappingInForce, MappingOfNewerRelease } from './mapping-in-force';
export { agencyOf, numbered, type NumberedCopy, type NumberedEvent } from './numbered';
