/** What JetStream answered in place of what was asked: a status as of HTTP, and a code of its own for each reason. */
interface JetStreamRefusal {
  readonly code: number;
  readonly err_code: number;
}

/** Nothing for any other error. */
export const apiErrorOf = (error: unknown): JetStreamRefusal | undefined =>
  (error as { readonly api_error?: JetStreamRefusal }).api_error;
