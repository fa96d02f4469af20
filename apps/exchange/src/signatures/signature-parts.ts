import type { Provider } from '@nestjs/common';
import type { ServiceContext } from '@runtime';
import { SealDocumentHandler } from '../seal-document/seal-document.command-handler';
import { SignatureCheck, SignaturePolicy } from './signature-check';
import { TrustRoots } from './trust-roots';

/** What judges the signatures of documents; the service does not start on trust roots that cannot be read. */
export const signatureProviders = ({ clock, configuration, log }: ServiceContext): Provider[] => [
  { provide: TrustRoots, useFactory: () => TrustRoots.open(configuration.trustRoots, log, clock) },
  { provide: SignaturePolicy, useValue: new SignaturePolicy(configuration.signatures === 'required') },
  SignatureCheck,
  SealDocumentHandler,
];
