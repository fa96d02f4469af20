import type { FastifyReply } from 'fastify';
import type { Caller } from '@contracts';
import type { Book } from '@formats/register-book';
import { contentDisposition } from '../contents/content-disposition';
import type { Printer } from './printer';
import type { PrintFormat } from './printing-thread';

/** Prints a book for an asker and sends it as a file; the print ends with its reader. */
export async function sendPrint<E>(
  printer: Printer,
  book: Book<E>,
  format: PrintFormat,
  caller: Caller,
  reply: FastifyReply,
): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const asking = { agency: caller.actor.agency, signal: gone.signal };
  const print = await printer.print(book, format, asking).catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  // Nobody is there any more to be answered.
  if (print === undefined) return;
  const { mediaType, bytes } = print;
  const { title, period } = book.head;
  reply.headers({
    'content-type': mediaType,
    'content-disposition': contentDisposition(`${title} ${period}.${format}`),
    'cache-control': 'private, no-store',
  });
  await reply.send(bytes);
}
