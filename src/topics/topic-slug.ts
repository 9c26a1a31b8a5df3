/** Signs that tell topics apart (`C`, `C++`, `C#`, `.NET`) and would otherwise vanish. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/\+/gu, " plus "],
  [/#/gu, " sharp "],
  [/&/gu, " and "],
  [/(^|\s)\.(?=\S)/gu, "$1dot "],
];
const ACCENTS = /[\u0300-\u036f]/gu;
const NEITHER_LETTER_NOR_DIGIT = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * The one spelling of a topic: lower case, no accents, letters and digits of any script, joined by hyphens.
 * `Food & Drink` and `food and drink` are one topic. Empty for a name without a letter or a digit.
 */
export function topicSlug(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().normalize("NFKD").replace(ACCENTS, "").normalize("NFC");
  const spoken = SPOKEN.reduce((text, [sign, word]) => text.replace(sign, word), plain);
  return spoken.replace(NEITHER_LETTER_NOR_DIGIT, "-").replace(/^-|-$/gu, "");
}
