export { asyncApi } from './asyncapi';
export { dataDocument, messageDocument, publicTypes, strict } from './schemas';
export { Validator } from './validated';
