import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { BucketAddress } from '@adapters/content-store';

const bucket = 'contents';
/** As the server writes the bytes of an object. */
const objectSuffix = '._S3rver_object';

/** A server of the S3 protocol on a free port, its bucket in a folder of its own. */
export class S3Server {
  private constructor(
    private readonly server: S3rver,
    private readonly folder: string,
    readonly address: BucketAddress,
  ) {}

  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-s3-'));
    const server = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: bucket, configs: [] }],
    });
    const { port } = await server.run();
    const key = 'S3RVER';
    return new S3Server(server, folder, {
      bucket,
      region: 'us-east-1',
      url: `http://127.0.0.1:${port}`,
      accessKeyId: key,
      secretAccessKey: key,
    });
  }

  /** Where the bytes of an object lie on this machine. */
  fileOf(key: string): string {
    return join(this.folder, bucket, `${key}${objectSuffix}`);
  }

  /** Keys of all objects. */
  async keys(): Promise<string[]> {
    const entries = await readdir(join(this.folder, bucket), { recursive: true });
    return entries
      .filter((name) => name.endsWith(objectSuffix))
      .map((name) => name.slice(0, -objectSuffix.length))
      .sort();
  }

  /** Parts of uploads that were neither finished nor given up. */
  async openUploads(): Promise<string[]> {
    return readdir(join(this.folder, bucket, '._S3rver_uploads')).catch(() => []);
  }

  async clear(): Promise<void> {
    for (const name of await readdir(join(this.folder, bucket)))
      await rm(join(this.folder, bucket, name), { recursive: true });
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
