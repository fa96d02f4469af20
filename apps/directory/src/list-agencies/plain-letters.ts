/** Lower case without diacritics: `Sở Tài chính` and `so tai chinh` are one; đ is no d with a mark to Unicode. */
export const plainLetters = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').trim();
