/** Conjuncts that no operation can notice, by the name that `scripts/spoil-policies.ts` prints, and why they stand. */
export const REDUNDANT: Readonly<Record<string, string>> = {};
