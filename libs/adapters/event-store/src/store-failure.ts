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
  const reason = reasonOfFailure(error);
  if (refusals.some((refusal) => error instanceof refusal)) {
    return new StoreRefused(operation, reason, { cause: error });
  }
  return new StoreUnavailable(operation, reason, { ...options, cause: error });
}

/** A position at which no event of the store begins, in the words of 23.10 and of 24.2. */
export const refusesPlace = (error: unknown): boolean => {
  const { code, message = '' } = (error ?? {}) as { readonly code?: number; readonly message?: string };
  const isRefusal = code === undefined || code === 2 || code === 3;
  return isRefusal && /invalid ?position|ReadAllResult|Exception was thrown by handler/i.test(message);
};

/** What the store says, in one line. */
export function reasonOfFailure(error: unknown): string {
  if (error instanceof StoreUnavailable || error instanceof StoreRefused) return error.reason;
  if (isCommandError(error as Error)) {
    const { type, message } = error as { type: ErrorType; message: string };
    return message === '' ? type : message;
  }
  return error instanceof Error ? error.message : String(error);
}
