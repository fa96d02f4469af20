import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import * as contracts from '@contracts';
import * as codes from '@domain/codes';

type Shape = new () => object;

const accepts = (shape: Shape, field: string, value: unknown): boolean =>
  validateSync(plainToInstance(shape, { [field]: value })).every(({ property }) => property !== field);

const heldRoles = codes.roles.filter((role) => role !== 'Importer' && role !== 'AxisAdapter');

/** Lists that contracts state once more, because they import nothing of ours. */
const mirrored: [Shape, string, readonly unknown[]][] = [
  [contracts.RegisterAgencyBody, 'tier', codes.tiers],
  [contracts.AppointOfficerBody, 'roles', heldRoles.map((role) => [role])],
  [contracts.DraftDocumentBody, 'urgency', codes.urgencies],
  [contracts.DraftDocumentBody, 'documentType', codes.documentTypeCodes],
  [contracts.CopyOfBody, 'kind', codes.copyKinds],
  [contracts.UpdateDocumentBody, 'urgency', codes.urgencies],
  [contracts.SignDocumentBody, 'authority', codes.signingAuthorities],
  [contracts.RefuseReceiptBody, 'reasonCode', codes.refusalReasons],
  [contracts.RecordStatusBody, 'reasonCode', codes.refusalReasons],
  [contracts.OpenDossierBody, 'channel', codes.channels],
];

describe.each(mirrored.map(([shape, ...rest]) => [shape.name, shape, ...rest] as const))(
  '%s',
  (_, shape, field, values) => {
    it(`takes every ${field} the domain knows`, () =>
      expect(values.filter((value) => !accepts(shape, field, value))).toEqual([]));

    it(`takes no other ${field}`, () => {
      expect(accepts(shape, field, 'unheard-of')).toBe(false);
      expect(accepts(shape, field, ['Importer'])).toBe(false);
      expect(accepts(shape, field, ['AxisAdapter'])).toBe(false);
    });
  },
);

it('an agency code of either scheme names a target', () => {
  const examples = ['H26', 'H26.1', '000.00.15.H51', `H26.${'1'.repeat(31)}`];
  expect(examples.filter((code) => !codes.isAgencyCode(code))).toEqual([]);
  expect(examples.filter((code) => !accepts(contracts.AgencyTarget, 'agency', code))).toEqual([]);
});
