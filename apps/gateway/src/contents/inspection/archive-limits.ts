/** What a zip, and every office file is one, may promise. Each limit is of one archive. */
export const archiveLimits = {
  entriesMax: 10_000,
  unpackedBytesMax: 20 * 1024 ** 3,
  /** Unpacked to packed bytes, looked at from `ratioFromBytes` unpacked on: small texts pack well. */
  ratioMax: 200,
  ratioFromBytes: 64 * 1024 ** 2,
  nameBytesMax: 1_024,
  nameDepthMax: 32,
  /** Of the entry `mimetype`, which names the type of an OpenDocument file. */
  typeBytesMax: 128,
  /** Of the entry `[Content_Types].xml`, unpacked: the list of what an office file of today is made of. */
  contentTypesBytesMax: 4 * 1024 ** 2,
} as const;

export interface ArchiveLimits {
  readonly entriesMax: number;
  readonly unpackedBytesMax: number;
  readonly ratioMax: number;
  readonly ratioFromBytes: number;
}
