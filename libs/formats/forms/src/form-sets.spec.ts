import { dossierForms } from '@domain/codes';
import { formOn } from '.';

const numbers = (date: string) => dossierForms.map((key) => formOn(key, date)?.number);

it('forms keep their keys while their numbers move', () => {
  expect(numbers('2019-01-05')).toEqual(dossierForms.map(() => undefined));
  expect(numbers('2019-01-06')).toEqual(['01', '02', '03', '04', undefined, '05', '06']);
  expect(numbers('2025-09-14')).toEqual(['01', '02', '03', '04', undefined, '05', '06']);
  expect(numbers('2025-09-15')).toEqual(['01', '02', '03', '04', '05', '06', '07']);
});

it('a form names the circular of its date and what it rests on', () => {
  expect(formOn('control-slip', '2026-11-30')).toEqual({
    number: '06',
    circular: 'Thông tư 03/2025/TT-VPCP',
    title: 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
    legalBasis: 'Phụ lục I Thông tư 03/2025/TT-VPCP',
  });
  expect(formOn('apology', '2019-06-01')).toMatchObject({
    circular: 'Thông tư 01/2018/TT-VPCP',
    title: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả',
    legalBasis: 'Khoản 9 Điều 19 Nghị định 61/2018/NĐ-CP',
  });
  expect(formOn('apology', '2026-06-01')?.title).toBe(
    'Phiếu xin lỗi và đề nghị gia hạn thời gian trả kết quả',
  );
});
