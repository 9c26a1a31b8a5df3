import { expect, test } from "@jest/globals";
import { Bind, render, sql } from "../../../src/platform/reads/sql.ts";
import { type SetRows, ViewerSets } from "../../../src/platform/reads/viewer-sets.ts";

const ME = new Bind("uuid", ({ viewerId }) => viewerId);

const rows = (from: SetRows["from"], where: SetRows["where"]): SetRows => ({
  from,
  member: sql`x.id`,
  where,
  type: "uuid",
});

test("equal sets are one", () => {
  const sets = new ViewerSets();
  const mine = () => sets.array(rows(sql`groups x`, sql`x.owner_id = ${ME}`));
  expect(mine()).toBe(mine());
});

test("sets that differ only in another that they ask are two", () => {
  const sets = new ViewerSets();
  const open = sets.array(rows(sql`groups x`, sql`x.open`));
  const closed = sets.array(rows(sql`groups x`, sql`x.closed`));
  const meetingsOf = (groups: typeof open) => sets.array(rows(sql`meetings x`, sql`x.group_id = any(${groups})`));
  const statement = sql`select a = any(${meetingsOf(open)}), b = any(${meetingsOf(closed)})`;
  const { text } = render(sets.write(statement, () => undefined));
  expect(text).toBe(
    "select a = any(array(select x.id from meetings x where x.group_id = any(array(select x.id from groups x where x.open))))," +
      " b = any(array(select x.id from meetings x where x.group_id = any(array(select x.id from groups x where x.closed))))",
  );
});
