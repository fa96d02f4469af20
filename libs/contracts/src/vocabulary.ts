// Values that several bodies take. The domain has its own list of each: a contract imports nothing but itself.
export const urgencies = ['normal', 'urgent', 'very-urgent', 'flash'] as const;
/** What urgencies are in law and on paper. */
export const urgencyMarks =
  'Decree 30/2020 art. 4(2)(c): `urgent` Khẩn, `very-urgent` Thượng khẩn, `flash` Hỏa tốc';
export const copyKinds = ['SY', 'SL', 'TrS'] as const;
