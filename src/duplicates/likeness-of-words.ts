/**
 * How alike two words are, from 0 to 1, by the comparison of Jaro (1989) with Winkler's (1990) credit for a common
 * beginning, which was made for mistyped names: it counts letters that stand at nearly the same place, and halves of
 * those that changed places.
 */
// eslint-disable-next-line complexity -- one loop over letters; in parts it would be slower and no clearer
export function likenessOfWords(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0) return 0;
  const reach = Math.max(0, Math.floor(long.length / 2) - 1);
  const taken: boolean[] = [];
  const letters: number[] = [];
  for (let i = 0; i < short.length; i++) {
    const letter = short.charCodeAt(i);
    const until = Math.min(long.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= until; j++) {
      if (long.charCodeAt(j) !== letter || taken[j]) continue;
      taken[j] = true;
      letters.push(letter);
      break;
    }
  }
  const common = letters.length;
  if (common === 0) return 0;
  let swapped = 0;
  let at = 0;
  for (let j = 0; at < common; j++) {
    if (taken[j] && long.charCodeAt(j) !== letters[at++]) swapped++;
  }
  const jaro = (common / short.length + common / long.length + (common - swapped / 2) / common) / 3;
  let prefix = 0;
  while (prefix < PREFIX_MAX && prefix < short.length && short[prefix] === long[prefix]) prefix++;
  return jaro + prefix * PREFIX_CREDIT * (1 - jaro);
}

/** Winkler's own values. */
const PREFIX_MAX = 4;
const PREFIX_CREDIT = 0.1;
