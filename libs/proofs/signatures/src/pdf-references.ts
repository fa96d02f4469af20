import type { Entry, PdfFile, PdfRevision } from './pdf-file';
import { PdfReader, type PdfValue, refsIn, UnreadablePdf } from './pdf-objects';

/** How often the objects that are reached refer to one of them, and which of them did last; 0 for the trailer. */
export interface Referred {
  readonly times: number;
  readonly by: number;
}

type Inside = Extract<Entry, { kind: 'in' }>;

/** A stream of objects, and what each in it refers to; nothing for one that cannot be read. */
interface Container {
  readonly number: number;
  readonly objects: readonly (readonly [number: number, refersTo: readonly number[] | undefined])[];
}

/**
 * What the objects of a file refer to. Each is read once, wherever its number leads in which revision: of a file with
 * many signatures every revision is walked, and nearly all objects are the same in all of them.
 */
export class PdfReferences {
  private readonly ofObject = new Map<number, readonly number[]>();
  private readonly containers = new Map<number, Container>();

  constructor(private readonly file: PdfFile) {}

  /**
   * Everything that is reached from the trailer, numbers that are not in use included. What nothing refers to is not
   * read. @throws UnreadablePdf for an object that is reached and cannot be read.
   */
  from(revision: PdfRevision): ReadonlyMap<number, Referred> {
    const reached = new Map<number, { times: number; by: number }>();
    const open: number[] = [];
    const note = (numbers: readonly number[], by: number) => {
      for (const number of numbers) {
        const found = reached.get(number);
        if (found === undefined) {
          reached.set(number, { times: 1, by });
          open.push(number);
        } else {
          found.times += 1;
          found.by = by;
        }
      }
    };
    note(refsIn(revision.trailer), 0);
    for (let next = open.pop(); next !== undefined; next = open.pop()) note(this.of(revision, next), next);
    return reached;
  }

  private of(revision: PdfRevision, number: number): readonly number[] {
    const entry = revision.entries.get(number);
    if (entry === undefined || entry.kind === 'free') return [];
    if (entry.kind === 'in') return this.packed(revision, number, entry);
    const known = this.ofObject.get(entry.offset);
    if (known !== undefined) return known;
    const numbers = refsIn(revision.object(number)?.value as PdfValue);
    this.ofObject.set(entry.offset, numbers);
    return numbers;
  }

  /** All of a stream at once, so that its bytes need not be kept. */
  private packed(revision: PdfRevision, number: number, { stream, index }: Inside): readonly number[] {
    const place = revision.entries.get(stream);
    const from = place?.kind === 'at' ? place.offset : -1;
    let container = this.containers.get(from);
    if (container?.number !== stream) {
      container = { number: stream, objects: this.objectsIn(revision, stream) };
      this.containers.set(from, container);
    }
    const [is, numbers] = container.objects[index] ?? [];
    if (numbers === undefined || is !== number)
      throw new UnreadablePdf(`object ${number} is not where it is said to be`);
    return numbers;
  }

  private objectsIn(revision: PdfRevision, stream: number): Container['objects'] {
    const { bytes, directory } = this.file.packedIn(revision.container(stream));
    return directory.map(([number, offset]) => {
      const reader = new PdfReader(bytes, offset);
      const numbers = readable(() => refsIn(reader.value()));
      this.file.spend(Math.max(0, reader.at - offset));
      return [number, numbers];
    });
  }
}

/** Nothing for what cannot be read: of an object that nothing reaches it does not matter. */
function readable<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadablePdf) return undefined;
    throw error;
  }
}
