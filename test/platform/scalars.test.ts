import { describe, expect, test } from "@jest/globals";
import { type GraphQLScalarType, parseValue } from "graphql";
import { normaliseEmail } from "../../src/platform/email.ts";
import { CountryCode } from "../../src/platform/scalars/country-code.ts";
import { DateTime } from "../../src/platform/scalars/date-time.ts";
import { EmailAddress } from "../../src/platform/scalars/email-address.ts";
import { LanguageTag } from "../../src/platform/scalars/language-tag.ts";
import { LocalDate } from "../../src/platform/scalars/local-date.ts";
import { LocalDateTime } from "../../src/platform/scalars/local-date-time.ts";
import { PhoneNumber } from "../../src/platform/scalars/phone-number.ts";
import { TimeZone } from "../../src/platform/scalars/time-zone.ts";
import { URL as UrlScalar } from "../../src/platform/scalars/url.ts";

/** What becomes of an input: its value in the application, or "refused". */
function read(scalar: GraphQLScalarType, value: unknown): unknown {
  try {
    return scalar.parseValue(value);
  } catch (error) {
    expect(error).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
    expect(String(error)).toContain(`\`${scalar.name}\` must be `);
    return "refused";
  }
}

const table = (scalar: GraphQLScalarType, rows: readonly (readonly [unknown, unknown])[]) => {
  test.each(rows)(`${scalar.name} reads %j as %j`, (sent, expected) => {
    expect(read(scalar, sent)).toEqual(expected);
  });
};
const refuses = (scalar: GraphQLScalarType, sent: readonly unknown[]) => {
  test.each([...sent, null, 7, true, {}, [], ""])(`${scalar.name} refuses %j`, (value) => {
    expect(read(scalar, value)).toBe("refused");
  });
};

describe("DateTime", () => {
  const at = (text: string) => new Date(text);
  table(DateTime, [
    ["2026-05-04T06:30:00Z", at("2026-05-04T06:30:00.000Z")],
    ["2026-05-04t06:30:00z", at("2026-05-04T06:30:00.000Z")],
    ["2026-05-04T08:30:00.5+02:00", at("2026-05-04T06:30:00.500Z")],
    ["2026-05-04T01:30:00.123987-05:30", at("2026-05-04T07:00:00.123Z")],
    ["0001-01-01T00:00:00Z", at("0001-01-01T00:00:00.000Z")],
    ["9999-12-31T23:59:59.999Z", at("9999-12-31T23:59:59.999Z")],
  ]);
  refuses(DateTime, [
    "2026-05-04T06:30:00",
    "2026-05-04",
    "2026-05-04 06:30:00Z",
    "2026-05-04T06:30Z",
    "2026-02-30T06:30:00Z",
    "2026-05-04T24:00:00Z",
    "2016-12-31T23:59:60Z",
    "2026-05-04T06:30:00+0200",
    "2026-05-04T06:30:00+24:00",
    "0000-12-31T00:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "+012026-05-04T06:30:00Z",
    "2026-05-04T06:30:00Z\n",
    "2026-05-04T06:30:00Z[Europe/London]",
    1_777_876_200_000,
  ]);

  test("prints a Date in UTC with milliseconds, and what the database has printed as it is", () => {
    expect(DateTime.serialize(at("2026-05-04T08:30:00+02:00"))).toBe("2026-05-04T06:30:00.000Z");
    expect(DateTime.serialize("2026-05-04T06:30:00.000Z")).toBe("2026-05-04T06:30:00.000Z");
    expect(() => DateTime.serialize(1_777_876_200_000)).toThrow(TypeError);
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow(TypeError);
    expect(() => DateTime.serialize(at("+010000-01-01T00:00:00Z"))).toThrow(TypeError);
  });

  test("a literal in a document is read like a variable; a number is none", () => {
    expect(DateTime.parseLiteral(parseValue('"2026-05-04T06:30:00Z"'))).toEqual(at("2026-05-04T06:30:00Z"));
    expect(() => DateTime.parseLiteral(parseValue("1777876200000"))).toThrow("must be");
  });
});

describe("LocalDateTime", () => {
  table(LocalDateTime, [
    ["2026-05-04T18:30:00", "2026-05-04T18:30:00"],
    ["2026-05-04T18:30", "2026-05-04T18:30:00"],
    ["2024-02-29T00:00:00.000", "2024-02-29T00:00:00"],
  ]);
  refuses(LocalDateTime, [
    "2026-02-30T18:30:00",
    "2025-02-29T18:30:00",
    "2026-04-31T18:30:00",
    "2026-13-01T18:30:00",
    "2026-05-04T24:00:00",
    "2026-05-04T18:30:60",
    "2026-05-04T18:30:00.5",
    "2026-05-04T18:30:00Z",
    "2026-05-04T18:30:00+01:00",
    "2026-05-04T18:30:00[Europe/London]",
    "2026-05-04 18:30:00",
    "2026-05-04",
    "0000-05-04T18:30:00",
    "0001-01-01T18:30:00",
    "9999-12-31T18:30:00",
    " 2026-05-04T18:30:00",
  ]);
  test("never prints a Date, which would be somebody's instant", () => {
    expect(() => LocalDateTime.serialize(new Date(0))).toThrow(TypeError);
  });
});

describe("LocalDate", () => {
  table(LocalDate, [["2024-02-29", "2024-02-29"]]);
  refuses(LocalDate, ["2023-02-29", "2026-5-4", "20260504", "2026-05-04T00:00:00", "0000-01-01", "2026-05-04Z"]);
});

describe("TimeZone", () => {
  table(TimeZone, [
    ["Europe/London", "Europe/London"],
    ["europe/london", "Europe/London"],
    ["GB", "Europe/London"],
    ["US/Pacific", "America/Los_Angeles"],
    ["UTC", "UTC"],
    ["Etc/UTC", "UTC"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["Europe/Kiev", "Europe/Kyiv"],
    ["America/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["Australia/Lord_Howe", "Australia/Lord_Howe"],
  ]);
  refuses(TimeZone, [
    "Etc/GMT+5",
    "+05:00",
    "GMT+1",
    "UTC+1",
    "Europe/Atlantis",
    "SystemV/EST5",
    "Europe/London ",
    "Local",
  ]);
});

describe("URL", () => {
  table(UrlScalar, [
    ["https://wellmet.example/a?b=c#d", "https://wellmet.example/a?b=c#d"],
    ["http://localhost:4000", "http://localhost:4000"],
  ]);
  refuses(UrlScalar, [
    "javascript:alert(1)",
    "ftp://wellmet.example",
    "//wellmet.example",
    "wellmet.example",
    "https:wellmet.example",
    "https://",
    "https://ada@wellmet.example",
    "https://bank.example:pass@wellmet.example",
    "https://wellmet.example/a b",
    "https://wellmet.example\n",
    "java\tscript:alert(1)",
    `https://wellmet.example/${"a".repeat(2_048)}`,
  ]);
});

describe("EmailAddress", () => {
  table(EmailAddress, [
    [" Ada.Lovelace+Harbour@Example.ORG ", "ada.lovelace+harbour@example.org"],
    ["ben@bücher.example", "ben@xn--bcher-kva.example"],
    [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
  ]);
  refuses(EmailAddress, [
    "ada",
    "ada@",
    "@example.org",
    "ada@example..org",
    "ada@exam ple.org",
    "ada@example.org\r\nBcc: ben@example.org",
    "ada@example.org\r\nbcc:ben@bücher.example",
    "ada@example.org,ben@example.org",
    "Ada <ada@example.org>",
    "adä@example.org",
    "ada@-example.org",
    "ada@example.org\u0000",
    `${"a".repeat(65)}@example.org`,
    `ada@${"a.".repeat(126)}org`,
  ]);
  test("normalises composed and decomposed names to the same address, and never throws", () => {
    expect(normaliseEmail("ben@bu\u0308cher.example")).toBe(normaliseEmail("ben@b\u00fccher.example"));
    expect(normaliseEmail("no address")).toBe("no address");
  });
});

describe("PhoneNumber", () => {
  table(PhoneNumber, [
    ["+442079460018", "+442079460018"],
    [" +44 (20) 7946-0018 ", "+442079460018"],
    ["+683 4000", "+6834000"],
  ]);
  refuses(PhoneNumber, [
    "020",
    "02079460018",
    "+02079460018",
    "+44",
    "+1234567890123456",
    "+44 20 CALL ME",
    "++442079460018",
  ]);
});

describe("CountryCode", () => {
  table(CountryCode, [
    ["GB", "GB"],
    ["gb", "GB"],
    ["XK", "XK"],
  ]);
  refuses(CountryCode, ["UK", "EU", "SU", "GBR", "G", "GB "]);
});

describe("LanguageTag", () => {
  table(LanguageTag, [
    ["en", "en"],
    ["EN-gb", "en-GB"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["iw", "he"],
  ]);
  refuses(LanguageTag, ["english language", "e", "en_GB", "en-", `en-x-${"abcdefgh-".repeat(4)}a`]);
});
