/**
 * How alike two words are, from 0 to 1, by the comparison of Jaro (1989) with Winkler's (1990) credit for a common
 * beginning, which was made for mistyped names: it counts letters that stand at nearly the same place, and halves of
 * those that changed places.
 */
export function likenessOfWords(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const { letters, taken } = commonLetters(short, long);
  const common = letters.length;
  if (common === 0) return 0;
  const moved = lettersMoved(letters, taken, long);
  const jaro = (common / short.length + common / long.length + (common - moved / 2) / common) / 3;
  return jaro + commonBeginning(short, long) * PREFIX_CREDIT * (1 - jaro);
}

interface Common {
  /** Codes of the letters that both have, in the order of the shorter word. */
  readonly letters: readonly number[];
  /** Places of the longer word whose letter is one of them. */
  readonly taken: readonly boolean[];
}

/** Letters that stand in both words, no further from each other than half of the longer one. */
function commonLetters(short: string, long: string): Common {
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
  return { letters, taken };
}

/** How many of them stand in another order in the longer word. */
function lettersMoved(letters: readonly number[], taken: readonly boolean[], long: string): number {
  let moved = 0;
  let at = 0;
  for (let j = 0; at < letters.length; j++) {
    if (taken[j] && long.charCodeAt(j) !== letters[at++]) moved++;
  }
  return moved;
}

function commonBeginning(short: string, long: string): number {
  let length = 0;
  while (length < PREFIX_MAX && length < short.length && short[length] === long[length]) length++;
  return length;
}

/** Winkler's own values. */
const PREFIX_MAX = 4;
const PREFIX_CREDIT = 0.1;
