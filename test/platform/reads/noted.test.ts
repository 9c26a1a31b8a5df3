import { expect, test } from "@jest/globals";
import { NOTED_KEY, notedColumns, withoutMarks } from "../../../src/platform/reads/noted.ts";

const ANN = "01977000-0000-7000-8000-000000000001";
const BOB = "01977000-0000-7000-8000-000000000002";
const mark = (id: string, ...columns: readonly (readonly [string, string])[]) => ({
  [NOTED_KEY]: id + notedColumns(columns),
});
const EMAIL = ["email", "email"] as const;

/** As text is put together, and as PostgreSQL's functions write it. */
const WRITINGS = [
  (value: unknown) => JSON.stringify(value),
  (value: unknown) =>
    JSON.stringify(value, null, 1)
      .replaceAll(/(?<!\\)":/g, '" :')
      .replaceAll("\n", ""),
];

test.each(WRITINGS)("marks are taken out, and what stood behind them is read", (write) => {
  const said = 'He said "email":null, {"x":1} and \\';
  const marked = {
    one: { ...mark(ANN, ["mail", "email"], ["tel", "phone"]), mail: said, tel: null },
    two: [
      { ...mark(ANN, ["tel", "phone"]), __typename: "Contact", tel: "+44" },
      { ...mark(BOB, EMAIL), email: null },
    ],
    three: { own: { ...mark(BOB, EMAIL) } },
  };
  const { text, reads } = withoutMarks(write(marked), null);
  expect(JSON.parse(text)).toEqual({
    one: { mail: said, tel: null },
    two: [{ __typename: "Contact", tel: "+44" }, { email: null }],
    three: { own: {} },
  });
  expect(reads).toEqual([{ id: ANN, columns: ["email", "phone"] }]);
});

test("the viewer's own row is not read, and its mark is taken out all the same", () => {
  const { text, reads } = withoutMarks(JSON.stringify({ a: { ...mark(ANN, EMAIL), email: "ann@example.org" } }), ANN);
  expect([text, reads]).toEqual(['{"a":{"email":"ann@example.org"}}', []]);
});

test("words that look like a mark stay words", () => {
  const answer = JSON.stringify({ story: `{"${NOTED_KEY}":"${BOB} email=email","email":"x"}` });
  expect(withoutMarks(answer, null)).toEqual({ text: answer, reads: [] });
});
