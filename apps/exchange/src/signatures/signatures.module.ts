import { type DynamicModule, Module } from '@nestjs/common';
import type { ServiceContext } from '@runtime';
import { Judging } from './judging';
import { SignatureCheck, SignaturePolicy } from './signature-check';
import { TrustRoots } from './trust-roots';

/** What judges the signatures of documents; the service does not start on trust roots that cannot be read. */
@Module({})
export class SignaturesModule {
  static forRoot({ clock, configuration, log, metrics }: ServiceContext): DynamicModule {
    return {
      module: SignaturesModule,
      global: true,
      providers: [
        { provide: Judging, useFactory: () => new Judging(configuration, metrics, log) },
        {
          provide: TrustRoots,
          useFactory: (judging: Judging) => TrustRoots.open(configuration.trustRoots, judging, log, clock),
          inject: [Judging],
        },
        { provide: SignaturePolicy, useValue: new SignaturePolicy(configuration.signatures === 'required') },
        SignatureCheck,
      ],
      exports: [SignatureCheck, SignaturePolicy],
    };
  }
}
