import { textScalar } from "./scalar.ts";

/** Longest tag in characters: the field width that RFC 5646 (section 4.4.1) asks implementations for. */
export const LANGUAGE_TAG_LENGTH_MAX = 35;

export const LanguageTag = textScalar({
  name: "LanguageTag",
  description: "Language, BCP 47, in canonical form, for example `en-GB`; at most 35 characters.",
  specifiedByURL: "https://www.rfc-editor.org/info/bcp47",
  expected: "a BCP 47 language tag, such as `en-GB`",
  read: readLanguageTag,
});

function readLanguageTag(text: string): string | null {
  if (text.length > LANGUAGE_TAG_LENGTH_MAX) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
