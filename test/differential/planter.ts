/** What builders of rows share: chance, keys counted up, and awkward values. */
import type { DataSource } from "typeorm";
import type { Class } from "../../src/platform/reads/reads.ts";
import { fixedId } from "../support/cast.ts";
import { TEST_NOW } from "../support/start-api.ts";
import { type Chance, chanceOf } from "./chance.ts";

const control = Array.from({ length: 31 }, (_, index) => String.fromCodePoint(index + 1)).join("");

/** Quotes, backslashes, control characters, separators, astral and high characters, markup, empties. */
export const TEXTS = [
  "",
  " ",
  "Ada",
  "ada",
  "Ada",
  'O\'Brien "the" \\ second',
  "tab\tnew\nline\rbell\u0007",
  "\u2028\u2029\u0085\ufeff",
  "null",
  "$1 %s ${x} {{y}} <b>&amp;</b>",
  "'; drop table people; --",
  "Zoë \u{1F600} \u{10FFFF}",
  "\uFB03 \uFFFD",
  "عربى 漢字",
  `${control}\u007f`,
  `long ${"x\\".repeat(150)}`,
] as const;
export const LINKS = ["https://example.org/", "http://example.com/a?b=%22&c='#d", "https://xn--bcher-kva.example/ü"];
export const ZONES = ["Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"];
const COUNTRIES = ["GB", "DE", "US"];
export const LANGUAGES = ["en", "de-CH", "zh-Hant"];

const HOUR_MS = 3_600_000;
/** A moment so many hours from the one at which all tests happen. */
export const at = (hours: number): Date => new Date(TEST_NOW.getTime() + hours * HOUR_MS);

export class Planter {
  chance: Chance;
  private made = 0;

  constructor(
    readonly dataSource: DataSource,
    private readonly seed: number,
  ) {
    this.chance = chanceOf(seed);
  }

  /** From here on chance is that chapter's own: what is drawn before it, and how often, changes nothing in it. */
  begin(chapter: string): void {
    const sum = [...chapter].reduce((all, letter) => all * 31 + (letter.codePointAt(0) ?? 0), 7);
    this.chance = chanceOf(this.seed ^ sum);
  }

  id = (): string => fixedId(++this.made);
  text = (): string => this.chance.pick(TEXTS);
  orNull = <T>(value: T): T | null => (this.chance.chance(0.35) ? null : value);
  /** Few moments for many rows, one of them exactly now. */
  moment = (): Date => at(this.chance.pick([-2000, -500.25, -500.25, -48, -1 / 3_600_000, 0, 1 / 3_600_000]));
  zone = (): string => this.chance.pick(ZONES);
  country = (): string => this.chance.pick(COUNTRIES);
  language = (): string => this.chance.pick(LANGUAGES);
  link = (): string => this.chance.pick(LINKS);
  point = (): { latitude: number; longitude: number } | { latitude: null; longitude: null } =>
    this.chance.chance(0.5)
      ? { latitude: this.chance.pick([0, -0.5, 51.501234567, 90]), longitude: this.chance.pick([0, -179.9, 1e-7, 180]) }
      : { latitude: null, longitude: null };
  bytes = (): Buffer =>
    Buffer.from(
      fixedId(++this.made)
        .padEnd(64, "0")
        .replaceAll("-", "0")
        .slice(0, 64),
      "hex",
    );

  async insert(entity: Class, rows: readonly object[]): Promise<void> {
    if (rows.length > 0) await this.dataSource.manager.insert(entity, rows);
  }
}
