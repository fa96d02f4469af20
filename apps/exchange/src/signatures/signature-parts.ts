import type { Provider } from '@nestjs/common';
import type { ServiceContext } from '@runtime';
import { SealDocumentHandler } from '../seal-document/seal-document.command-handler';
import { Judging } from './judging';
import { SignatureCheck, SignaturePolicy } from './signature-check';
import { TrustRoots } from './trust-roots';

/** What judges the signatures of documents; the service does not start on trust roots that cannot be read. */
export const signatureProviders = ({ clock, configuration, log, metrics }: ServiceContext): Provider[] => [
  { provide: Judging, useFactory: () => new Judging(configuration, metrics, log) },
  {
    provide: TrustRoots,
    useFactory: (judging: Judging) => TrustRoots.open(configuration.trustRoots, judging, log, clock),
    inject: [Judging],
  },
  { provide: SignaturePolicy, useValue: new SignaturePolicy(configuration.signatures === 'required') },
  SignatureCheck,
  SealDocumentHandler,
];
