/**
 * Keys of persons: one for each whose data is stored, so that erasing the key makes every copy of that data
 * unreadable, in the event store and in all its backups, while the history and its proofs still verify (Decree
 * 13/2023/NĐ-CP art. 16). A key is 256 bits; its id (`kid`) is a lower-case UUID.
 */
export abstract class KeyStore {
  /**
   * The key of this id, made when there is none; durable before it is given, for a fact sealed with a key that is
   * lost is lost with it. Made once: who asks again gets the same.
   * @throws KeyErased; KeyStoreUnavailable
   */
  abstract make(kid: string): Promise<Buffer>;

  /** Nothing when there is none, or no more. @throws KeyStoreUnavailable */
  abstract find(kid: string): Promise<Buffer | undefined>;

  /**
   * Binds what a person is found by to a key, and answers the key it is bound to: of an earlier one when there is one.
   * @param mark see `markOf`
   */
  abstract bind(mark: string, kid: string): Promise<string>;

  /** The key such a mark is bound to. */
  abstract bound(mark: string): Promise<string | undefined>;

  /**
   * From now on this mark leads to the key and no other one does; none at all without a mark. Nothing is done for a key
   * that was never made or was erased. May be repeated.
   */
  abstract leadOnly(kid: string, mark: string | undefined): Promise<void>;

  /** HMAC-SHA256 of a text under a key of this installation, 64 hex digits: equal texts have equal marks. */
  abstract markOf(text: string): Promise<string>;

  /** Removes a key and what is bound to it, for ever: the id is never given a key again. May be repeated. */
  abstract erase(kid: string): Promise<void>;

  /** Keys come from a backup, which may hold some that were erased since: their erasures are to be done again. */
  abstract wasRestored(): Promise<boolean>;

  /** Every erasure of the store was done again. */
  abstract restoredWhole(): Promise<void>;
}
