/** What stands at the head of a printed book. */
export interface BookHead {
  /** Tên sổ, in Vietnamese: `Sổ đăng ký văn bản đi`. */
  readonly title: string;
  /** Name of the agency that keeps it. */
  readonly agency: string;
  /** What it is of, as it stands behind the title: `năm 2026`, `từ 01/11/2026 đến 30/11/2026`. */
  readonly period: string;
  /** Number of its form and the circular that prescribes it; absent where none does. */
  readonly form?: string;
  /** Instant of the print; stands at the foot of every page, and nothing else in a print depends on the clock. */
  readonly printedAt: string;
}

/** A local date, YYYY-MM-DD; as it is where it is none. */
export interface Day {
  readonly day: string;
}

/** Digits that name something: nobody adds them up. */
export interface Label {
  readonly label: string;
}

/** A number is an amount. What it is decides what a spreadsheet makes of it. */
export type CellValue = string | number | Day | Label;

/** One column of the form. */
export interface Column<E> {
  /** In Vietnamese, as Decree 30/2020 Annex IV prints it. */
  readonly heading: string;
  /** Millimetres on A4 landscape; the columns of a book fill 277. */
  readonly width: number;
  cell(entry: E): CellValue;
}

/** A book as it is to be written: its entries may come page by page, in the order of their numbers. */
export interface Book<E> {
  readonly head: BookHead;
  readonly columns: readonly Column<E>[];
  readonly entries: AsyncIterable<E>;
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** What stands on paper: `22/11/2026` for the day `2026-11-22`. */
export function writtenOf(cell: CellValue): string {
  if (typeof cell !== 'object') return String(cell);
  return 'label' in cell ? cell.label : cell.day.replace(datePattern, '$3/$2/$1');
}
