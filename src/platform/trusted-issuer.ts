/** Somebody else who vouches for people, as the operator trusts them. */
export interface TrustedIssuer {
  /** As its tokens name it, letter by letter. */
  readonly issuer: string;
  /** Whom its tokens must name as the one they are for. */
  readonly audience: string;
  /** Where its public keys stand. */
  readonly jwksUrl: string;
  /** Programs whose tokens are taken, as `azp` or `client_id` names them; every one, if left out. */
  readonly clients?: readonly string[];
}
