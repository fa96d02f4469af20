import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3 } from '@aws-sdk/client-s3';
import { ContentStoreUnavailable } from './failures';

/** Where a bucket is and who asks; without a URL it is one of Amazon's, without keys the process's own identity. */
export interface BucketAddress {
  readonly bucket: string;
  readonly region: string;
  readonly url?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
}

export interface BucketObject {
  readonly key: string;
  readonly size: number;
  readonly changedMs: number;
}

/** Of one upload two parts are held in memory; S3 takes 10,000 of them. */
const [uploadPartBytes, uploadPartsAtOnce] = [8 * 1024 ** 2, 2];
/** S3 copies no more in one request. */
const copyBytesMax = 5 * 1024 ** 3;
const connectWithinMs = 5_000;
/** Without a byte moving. */
const silenceMs = 60_000;

/**
 * The few words of the S3 protocol that every server of it speaks: put, multipart put, get with a range, head, copy,
 * delete, list. An object that is not there is `undefined`; everything else that fails is ContentStoreUnavailable.
 */
export class S3Bucket {
  private constructor(
    private readonly client: S3,
    private readonly bucket: string,
    private readonly copyBytesMax: number,
  ) {}

  /** The client is loaded here: a process that keeps files does without its 20 MB. */
  static async open(address: BucketAddress, limits = { copyBytesMax }): Promise<S3Bucket> {
    const { S3: Client } = await import('@aws-sdk/client-s3');
    const { accessKeyId, secretAccessKey, url } = address;
    const client = new Client({
      region: address.region,
      ...(url === undefined ? {} : { endpoint: url, forcePathStyle: true }),
      ...(accessKeyId === undefined || secretAccessKey === undefined
        ? {}
        : { credentials: { accessKeyId, secretAccessKey } }),
      // Sums of its own in trailers, which other servers than Amazon's refuse; what is read is checked here anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: connectWithinMs, socketTimeout: silenceMs },
    });
    return new S3Bucket(client, address.bucket, limits.copyBytesMax);
  }

  async put(key: string, text: string): Promise<void> {
    await this.asked(this.client.putObject({ Bucket: this.bucket, Key: key, Body: text }));
  }

  /** Puts a file of this machine. The object is there as a whole or not at all. */
  putFile(key: string, file: string): Promise<void> {
    return this.putStream(key, createReadStream(file));
  }

  async size(key: string): Promise<number | undefined> {
    return (await this.asked(this.client.headObject({ Bucket: this.bucket, Key: key })))?.ContentLength;
  }

  /** All of it, or the bytes from one offset up to before another. */
  async get(key: string, from?: number, to?: number): Promise<{ size: number; body: Readable } | undefined> {
    const Range = from === undefined || to === undefined ? undefined : `bytes=${from}-${to - 1}`;
    const answer: GetObjectCommandOutput | undefined = await this.asked(
      this.client.getObject({ Bucket: this.bucket, Key: key, ...(Range === undefined ? {} : { Range }) }),
    );
    return answer && { size: answer.ContentLength ?? 0, body: answer.Body as Readable };
  }

  /** Whether there was something to copy. */
  async copy(from: string, to: string): Promise<boolean> {
    const size = await this.size(from);
    if (size === undefined) return false;
    if (size <= this.copyBytesMax) {
      const source = `${this.bucket}/${from}`;
      const copying = this.client.copyObject({ Bucket: this.bucket, Key: to, CopySource: source });
      return (await this.asked(copying)) !== undefined;
    }
    const source = await this.get(from);
    if (source === undefined) return false;
    await this.putStream(to, source.body);
    return true;
  }

  async remove(key: string): Promise<void> {
    await this.asked(this.client.deleteObject({ Bucket: this.bucket, Key: key }));
  }

  async *list(prefix: string): AsyncGenerator<BucketObject> {
    let token: string | undefined;
    do {
      const page = await this.asked(
        this.client.listObjectsV2({
          Bucket: this.bucket,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      for (const { Key, Size, LastModified } of page?.Contents ?? []) {
        yield { key: Key ?? '', size: Size ?? 0, changedMs: LastModified?.getTime() ?? 0 };
      }
      token = page?.NextContinuationToken;
    } while (token !== undefined);
  }

  private async putStream(key: string, body: Readable): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: key, Body: body },
      partSize: uploadPartBytes,
      queueSize: uploadPartsAtOnce,
    });
    await this.asked(upload.done());
  }

  private async asked<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
      return await answer;
    } catch (error) {
      const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
      if ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket') return undefined;
      throw new ContentStoreUnavailable(`bucket ${this.bucket}`, { cause: error });
    }
  }
}
