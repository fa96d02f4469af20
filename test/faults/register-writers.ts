import { deliveryStream } from '@domain/delivery';
import { documentStream } from '@domain/document';
import { atMost } from '@runtime';
import type { Answer } from './command';
import type { Load } from './load';

/** The agency whose books are written, and the one that writes to it. */
export const ours = 'H99.1';
const theirs = 'H99.2';

const preparedAtOnce = 16;
const prepared = { outgoing: 96, incoming: 64 } as const;

interface Work {
  readonly outgoing: readonly string[];
  readonly incoming: readonly string[];
}

/** Documents that are one step away from a number: signed ones of our own, and ones that were issued to us. */
export async function prepare(load: Load): Promise<Work> {
  const each = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    outgoing: await atMost(preparedAtOnce, each(prepared.outgoing), (index) => signed(load, index)),
    incoming: await atMost(preparedAtOnce, each(prepared.incoming), (index) => issuedToUs(load, index)),
  };
}

const signed = (load: Load, index: number) => load.signed(ours, `Văn bản đi ${index}`);

async function issuedToUs(load: Load, index: number): Promise<string> {
  const documentId = await load.signed(theirs, `Văn bản đến ${index}`);
  await load.number(theirs, documentId);
  await load.issue(theirs, documentId, [ours]);
  return documentId;
}

/** Clerks of one agency who write into both of its books, and what they were told. */
export class RegisterWriters {
  /** Numbers in the order in which clerks were told them, by the stream that bears them. */
  readonly told = new Map<string, number[]>();
  /** Streams of documents whose number was taken back, as often as their clerk was told so. */
  readonly voided: string[] = [];
  private readonly outgoing: string[];
  private readonly incoming: string[];
  private begun = 0;
  private isOver = false;

  constructor(
    private readonly load: Load,
    work: Work,
  ) {
    this.outgoing = [...work.outgoing];
    this.incoming = [...work.incoming];
  }

  /** Every other writer works at each book, until all is told to stop; what is prepared runs out, then it is made. */
  async run(width: number): Promise<void> {
    const writers = Array.from({ length: width }, async (_, writer) => {
      while (!this.isOver) await (writer % 2 === 0 ? this.giveOut() : this.takeIn());
    });
    await Promise.all(writers);
  }

  stop(): void {
    this.isOver = true;
  }

  /** Every second document keeps its first number, every fourth takes a second one, every fourth stays without. */
  private async giveOut(): Promise<void> {
    const index = this.begun++;
    const documentId = this.outgoing.pop() ?? (await signed(this.load, index));
    await this.number(documentId);
    if (index % 2 === 0) return;
    await this.load.voidNumber(ours, documentId);
    this.voided.push(documentStream(documentId));
    if (index % 4 === 1) await this.number(documentId);
  }

  private async takeIn(): Promise<void> {
    const documentId = this.incoming.pop() ?? (await issuedToUs(this.load, this.begun++));
    this.wasTold(deliveryStream({ documentId, to: ours }), await this.load.receive(documentId, ours));
  }

  private async number(documentId: string): Promise<void> {
    this.wasTold(documentStream(documentId), await this.load.number(ours, documentId));
  }

  private wasTold(stream: string, { number }: Answer): void {
    this.told.set(stream, [...(this.told.get(stream) ?? []), Number(number)]);
  }
}
