export { LocalIssuer } from './local-issuer';
export { IssuerUnavailable, TokenVerifier } from './token-verifier';
export { configuredSystems, isSystemRole, LocalSystems, type SystemRole, type Systems } from './systems';
