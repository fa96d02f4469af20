import { type KeySettings, type KeyStore, openKeyStore } from '@adapters/key-store';

/**
 * Keys that messages are signed with, and that addresses of officers are sealed with, in the key store of the
 * installation. It is opened when it is needed first, and tried again when it could not be: the relay does not wait for
 * it.
 */
export class SigningKeys implements Pick<KeyStore, 'make' | 'find' | 'erase' | 'markOf'> {
  private opened: Promise<KeyStore> | undefined;

  constructor(private readonly settings: KeySettings) {}

  async make(keyId: string): Promise<Buffer> {
    return (await this.store()).make(keyId);
  }

  async find(keyId: string): Promise<Buffer | undefined> {
    return (await this.store()).find(keyId);
  }

  async erase(keyId: string): Promise<void> {
    await (await this.store()).erase(keyId);
  }

  async markOf(text: string): Promise<string> {
    return (await this.store()).markOf(text);
  }

  private store(): Promise<KeyStore> {
    this.opened ??= openKeyStore(this.settings).catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }
}
