export { LocalIssuer } from './local-issuer';
export { isSystemToken, type SystemToken, SystemTokens } from './system-tokens';
export type { TokenRefusal } from './token-refusal';
export { IssuerUnavailable, TokenVerifier, type Verdict } from './token-verifier';
export { configuredSystems, isSystemRole, LocalSystems, type SystemRole, type Systems } from './systems';
