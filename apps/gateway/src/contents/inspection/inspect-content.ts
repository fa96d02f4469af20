import { open } from 'node:fs/promises';
import type { Inspected } from '@adapters/content-store';
import type { ProblemName } from '@contracts';
import { Problem } from '../../edge/problem';
import { sampleBytes } from './called-as';
import { foundTypeOf, typeRefusal } from './media-type.policy';
import { lookIntoZip, type ZipFinding } from './zip-directory';

type Refused = Extract<ZipFinding, { refused: unknown }>['refused'];

const problemOfZip: Readonly<Record<Refused, ProblemName>> = {
  bomb: 'content:archive-too-much',
  nested: 'content:archive-too-much',
  unsafe: 'content:archive-unsafe-name',
  executable: 'content:executable',
  broken: 'content:type-mismatch',
};

/**
 * Looks into a file before it is taken: whether it is what its sender says, no program, and, when it is a zip, what it
 * promises to unpack to. `declared` is a media type or nothing. Resolves what it is.
 */
export function inspecting(declared: string | undefined): (file: string) => Promise<Inspected> {
  return async (file) => {
    // An ES module, which CommonJS of Node 20 reaches only so.
    const { fileTypeFromBuffer, supportedMimeTypes } = await import('file-type');
    const sample = await firstBytes(file);
    let mediaType: string | undefined = (await fileTypeFromBuffer(sample))?.mime.toLowerCase();
    if (sample.subarray(0, 4).toString('latin1') === 'PK\x03\x04' || isEmptyZip(sample)) {
      const finding = await lookIntoZip(file);
      if ('refused' in finding) throw refused(problemOfZip[finding.refused], finding.detail);
      mediaType = finding.mediaType;
    }
    const isMarked = (type: string): boolean => supportedMimeTypes.has(type);
    const refusal = typeRefusal(declared, { mediaType, sample, isMarked });
    if (refusal !== undefined) throw refused(`content:${refusal.refused}`, refusal.detail);
    return { mediaType: foundTypeOf({ mediaType, sample }) };
  };
}

const refused = (name: ProblemName, detail: string): Problem =>
  new Problem(name, { errors: [{ pointer: '/body', detail }] });

const isEmptyZip = (sample: Buffer): boolean => sample.subarray(0, 4).toString('latin1') === 'PK\x05\x06';

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(sampleBytes);
    const { bytesRead } = await file.read(buffer, 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
