export { LocalIssuer, localAudience, localIssuer, SigningKeyUnreadable, type Subject } from './local-issuer';
export { IssuerUnavailable, TokenVerifier, type Issuer, type Verdict } from './token-verifier';
export {
  configuredSystems,
  isSystemRole,
  LocalSystems,
  systemRoles,
  systemsMax,
  TooManySystems,
  type SystemRole,
  type Systems,
} from './systems';
