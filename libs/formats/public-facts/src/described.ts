export { asyncApi } from './asyncapi';
export {
  dataDocument,
  messageDocument,
  type PublicType,
  publicTypes,
  strict,
  webhookTrials,
} from './schemas';
export { Validator } from './validated';
