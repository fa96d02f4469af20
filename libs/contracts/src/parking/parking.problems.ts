import { type ProblemTable, row } from '../problem';

export const parkingProblems = {
  'parking:not-parked': row(
    404,
    'never',
    'Not set aside',
    'No program of that name has set this event aside; `GET /operations/parked` lists what is.',
    'Dữ kiện này không bị tạm gác ở chương trình đã nêu; xem `GET /operations/parked`.',
  ),
} as const satisfies ProblemTable;
