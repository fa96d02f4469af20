import {
  AccessDeniedError,
  type ErrorType,
  InvalidArgumentError,
  isCommandError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  UnsupportedError,
} from '@eventstore/db-client';
import { StoreRefused, StoreUnavailable } from './failures';

const refusals = [
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  UnsupportedError,
];

/** Whatever the client throws, as one of our failures: what is not known to be a no may pass. */
export function storeFailure(
  operation: string,
  error: unknown,
  options: { readonly mayHaveWritten?: boolean } = {},
): StoreRefused | StoreUnavailable {
  if (error instanceof StoreRefused || error instanceof StoreUnavailable) return error;
  const reason = reasonOf(error);
  if (refusals.some((refusal) => error instanceof refusal)) {
    return new StoreRefused(operation, reason, { cause: error });
  }
  return new StoreUnavailable(operation, reason, { ...options, cause: error });
}

function reasonOf(error: unknown): string {
  if (isCommandError(error as Error)) {
    const { type, message } = error as { type: ErrorType; message: string };
    return message === '' ? type : message;
  }
  return error instanceof Error ? error.message : String(error);
}
