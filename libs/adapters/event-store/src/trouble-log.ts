/** Where adapters tell of trouble they get over by themselves; a pino logger is one. */
export interface TroubleLog {
  warn(fields: object, message: string): void;
}
