/** Words of names as they are compared: without case, marks, titles and order. */

/** Letters that decompose into nothing simpler. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ı: "i",
};
const TITLES = new Set(["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "herr", "frau", "jr", "sr"]);

/** Short forms of first names, each line after the full one. What stands in two lines is left out: it decides nothing. */
const SHORT_FORMS: readonly string[] = [
  "alexander alex sandy sasha",
  "alexandra lexie",
  "alfred alfie",
  "andrew andy drew",
  "anthony tony",
  "archibald archie",
  "benjamin ben benny",
  "catherine cathy kate katie kathy katherine kathryn",
  "charles charlie chuck",
  "charlotte lottie",
  "christine chrissy tina",
  "daniel dan danny",
  "david dave davey",
  "deborah debbie deb",
  "edward eddie ned",
  "elizabeth beth betty eliza lizzie liz",
  "frederick fred freddie freddy",
  "gabriel gabe",
  "george georgie",
  "gregory greg",
  "harold hal",
  "henry harry",
  "isabella isabelle bella izzy",
  "jacob jake",
  "james jim jimmy jamie",
  "jennifer jenny jen",
  "jessica jess jessie",
  "john johnny",
  "jonathan jon",
  "joseph joe joey",
  "joshua josh",
  "kenneth ken kenny",
  "lawrence larry laurence",
  "leonard len lenny",
  "margaret maggie meg peggy",
  "matthew matt matty",
  "michael mike mick mickey",
  "nathaniel nate",
  "nicholas nick nicky nicolas",
  "oliver ollie",
  "patricia pat patty trish",
  "peter pete",
  "philip phil phillip",
  "rebecca becky becca",
  "richard dick rick ricky richie",
  "robert rob robbie bob bobby bert",
  "ronald ron ronnie",
  "samuel sam sammy",
  "stephen steve steven stevie",
  "susan sue susie suzanne",
  "theodore theo teddy",
  "thomas tom tommy",
  "timothy tim timmy",
  "victoria vicky tori",
  "vincent vince vinny",
  "william will bill billy willy",
  "zachary zach zack",
];
const FULL_FORMS = new Map(
  SHORT_FORMS.flatMap((line) => {
    const [full = "", ...short] = line.split(" ");
    return short.map((form) => [form, full] as const);
  }),
);

/** `"Dr. José Núñez-Smith"` gives `jose`, `nunez`, `smith`. */
export const nameWords = (name: string): readonly string[] => [
  ...new Set(
    folded(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== "" && !TITLES.has(word)),
  ),
];

/** Texts that differ in case, width or marks alone are one. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[ßøłđðþæœı]/g, (letter) => LETTERS[letter] ?? letter);

/** The name that a short form stands for, or the word itself. */
export const fullForm = (word: string): string => FULL_FORMS.get(word) ?? word;

/**
 * How a word sounds, roughly: its first letter and the next three groups of consonants, vowels and doubled groups left
 * out, in the manner of Russell's Soundex (US patent 1,261,167 of 1918), which finds names that were misheard or mistyped.
 */
export function soundOf(word: string): string {
  let code = word.charAt(0);
  let last = groupOf(code);
  for (const letter of word.slice(1)) {
    const group = groupOf(letter);
    if (group !== "" && group !== last) code += group;
    if (letter !== "h" && letter !== "w") last = group;
    if (code.length === 4) break;
  }
  return code;
}

const SOUNDS: readonly string[] = ["bfpv", "cgjkqsxz", "dt", "l", "mn", "r"];
const groupOf = (letter: string): string => {
  const at = SOUNDS.findIndex((letters) => letters.includes(letter));
  return at < 0 ? "" : String(at + 1);
};
