export interface ZipEntry {
  readonly name: string;
  readonly bytes?: Buffer | string;
  /** What the directory says it unpacks to, when that is not so. */
  readonly unpackedSize?: number;
  /** What the directory says it takes, when that is not so. */
  readonly packedSize?: number;
  /** What stands before its bytes, when the directory says another name. */
  readonly nameInFront?: string;
  /** Type and permissions of Unix. */
  readonly unixMode?: number;
}

/** A zip of unpacked entries, written by hand so that its directory may lie. */
export function zipOf(entries: readonly ZipEntry[], entryCount = entries.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, bytes = '', unixMode = 0o100644 } = entry;
    const [nameBytes, content] = [Buffer.from(name), Buffer.from(bytes)];
    const { unpackedSize = content.length, packedSize = content.length } = entry;
    const isPacked = packedSize !== unpackedSize;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(isPacked ? 8 : 0, 4);
    fields.writeUInt32LE(packedSize, 14);
    fields.writeUInt32LE(unpackedSize, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const front = Buffer.from(entry.nameInFront ?? name);
    const frontFields = Buffer.from(fields);
    frontFields.writeUInt16LE(front.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), frontFields, front, content]);
    const more = Buffer.alloc(14);
    more.writeUInt32LE((unixMode << 16) >>> 0, 6);
    more.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 3]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, more, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}
