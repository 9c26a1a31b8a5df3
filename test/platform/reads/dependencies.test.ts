import { describe, expect, it } from "@jest/globals";
import { type Dependencies, dependenciesOf, type Tables } from "../../../src/platform/reads/dependencies.ts";

const tables: Tables = {
  isUuid: (_table, column) => column === "id" || column.endsWith("_id"),
  isUnique: (table, column) => table === "slugs" && column === "slug",
};

const list = (of: ReadonlySet<string> | undefined): string[] => [...(of ?? [])].sort();
const read = (text: string, clock: number | null = null): Dependencies | null => dependenciesOf(text, clock, tables);

/** `named`: tables whose changes name a row of the answer by themselves. */
function found(text: string) {
  const of = read(text);
  const parts = { whole: list(of?.whole), wholeIfEmpty: list(of?.wholeIfEmpty), columns: list(of?.columns) };
  const others = new Set([...parts.whole, ...parts.wholeIfEmpty, ...parts.columns.map((name) => name.split(".")[0])]);
  return { ...parts, named: list(of?.tables).filter((table) => !others.has(table)) };
}
const nothing = { whole: [], wholeIfEmpty: [], columns: [], named: [] };

const ids = (alias: string, ...columns: string[]): string =>
  `'{"~d":"' || concat_ws('~', ${["id", ...columns].map((name) => `${alias}."${name}"`).join(", ")}) || '"`;
const GROUP = (output: string, where = `g1."id" = $1::uuid`) =>
  `select ('{"group":' || coalesce((select ${ids("g1")},' || ${output} || '}' from "groups" g1 where ${where} limit 1), 'null') || '}')::text`;

describe("a table is named by its own changes", () => {
  it("where it is looked up by an id of the request", () => {
    expect(found(GROUP(`g1."name"`))).toEqual({ ...nothing, named: ["groups"] });
    expect(found(GROUP(`''`, `g1."id" = any($1::uuid[])`))).toEqual({ ...nothing, named: ["groups"] });
  });

  it("where it points at a row of the answer, or a row of the answer at it", () => {
    const count = `(select count(*) from "rsvps" r2 where (r2."group_id" = g1."id" and r2."status" = 'GOING'))::text`;
    expect(found(GROUP(count)).named).toEqual(["groups", "rsvps"]);
    const owner = `(select p2."name" from "people" p2 where p2."id" = g1."owner_id")`;
    expect(found(GROUP(owner)).named).toEqual(["groups", "people"]);
  });

  it("where a page of such rows is cut off from many", () => {
    const page = `(select '[' || string_agg(${ids("page3", "group_id")},"n":' || (select count(*) from "roles" r5 where r5."meeting_id" = page3."id")::text || '}', ',') filter (where page3."~n" <= $2::bigint) || ']'
      from (select q.*, row_number() over () as "~n" from (select m4.* from "meetings" m4 where m4."group_id" = g1."id" order by m4."starts_at" asc, m4."id" asc limit $2::bigint + 1) q) page3)`;
    expect(found(GROUP(page)).named).toEqual(["groups", "meetings", "roles"]);
  });

  it("where the request brings a list of ids", () => {
    const nodes = `select (select string_agg(case i1.prefix when 'grp' then (select ${ids("g2")}}' from "groups" g2 where g2."id" = i1.id) end, ',' order by i1.n)
      from unnest($1::text[], $2::uuid[]) with ordinality i1(prefix, id, n))::text`;
    expect(found(nodes).named).toEqual(["groups"]);
  });
});

describe("the columns of a table matter", () => {
  it("where a policy looks them up for a row that need not be in the answer", () => {
    const hosts = `(select string_agg(${ids("r2", "person_id")}}', ',') from "roles" r2 where (r2."group_id" = g1."id" and exists (select from "people" p3 where (p3."id" = r2."person_id" and p3."verified_at" is not null))))`;
    expect(found(GROUP(hosts))).toMatchObject({
      named: ["groups", "roles"],
      columns: ["people.verified_at"],
    });
  });

  it("where a link decides which rows there are", () => {
    const topics = `(select string_agg(${ids("list2")}}', ',') filter (where list2."~") from
      (select t3.*, true as "~" from "topics" t3 where exists (select from "links" l4 where (l4."group_id" = g1."id" and l4."topic_id" = t3."id")) order by t3."slug" limit 20) list2)`;
    expect(found(GROUP(topics))).toMatchObject({ named: ["groups", "links"], columns: ["topics.slug"] });
  });
});

describe("every change of a table matters", () => {
  it("where a root field ranges over it", () => {
    expect(
      found(`select (select ${ids("m1", "group_id")}}' from "meetings" m1 order by m1."starts_at" limit 1)::text`)
        .whole,
    ).toEqual(["meetings"]);
  });

  it("where the reference is only one of several ways", () => {
    const either = `(select count(*) from "rsvps" r2 where (r2."group_id" = g1."id" or r2."status" = 'OPEN'))::text`;
    expect(found(GROUP(either)).whole).toEqual(["rsvps"]);
    const perhaps = `(select count(*) from "rsvps" r2 where case when true and r2."group_id" = g1."id" and true then true else true end)::text`;
    expect(found(GROUP(perhaps)).whole).toEqual(["rsvps"]);
    expect(found(GROUP(`(select count(*) from "rsvps" r2 where not r2."group_id" = g1."id")::text`)).whole).toEqual([
      "rsvps",
    ]);
  });

  it("where the row that it points at is only a candidate", () => {
    const text = `select (select ${ids("g1")}}' from "groups" g1 where exists (select from "roles" r2 where r2."group_id" = g1."id") limit 1)::text`;
    expect(found(text).whole).toEqual(["roles"]);
  });

  it("where rows of the answer do not say their ids", () => {
    const text = `select (select (select count(*) from "rsvps" r2 where r2."meeting_id" = m1."id")::text from "meetings" m1 where m1."id" = $1::uuid)::text`;
    expect(found(text)).toEqual({ ...nothing, named: ["meetings"], whole: ["rsvps"] });
  });

  it("where a unique name finds nothing, and where it is not what is shown", () => {
    const bySlug = `exists (select from "slugs" s2 where (s2."group_id" = g1."id" and s2."slug" = lower($1::text)))`;
    expect(found(GROUP(`''`, bySlug))).toMatchObject({ wholeIfEmpty: ["slugs"] });
    const apart = `exists (select from "slugs" s2 where (s2."open" and s2."slug" = lower($1::text)))`;
    expect(found(GROUP(`''`, apart)).whole).toEqual(["groups", "slugs"]);
    const notUnique = `exists (select from "links" s2 where (s2."group_id" = g1."id" and s2."slug" = lower($1::text)))`;
    expect(found(GROUP(`''`, notUnique)).whole).toEqual(["links"]);
  });
});

describe("a row that is joined to the one that points at it", () => {
  const page = (output: string) =>
    `(select '[' || string_agg(${ids("page3", "group_id")},"n":' || ${output} || '}', ',') || ']' from
      (select q.*, row_number() over () as "~n" from (select m4.*, g5."name" as "~0.name", g5."ends_at" as "~0.ends_at" from "meetings" m4 join "groups" g5 on g5."id" = m4."group_id"
        where (m4."series_id" = $1::uuid and g5."open") limit 5) q) page3)`;
  const root = (output: string) => `select (${page(output)})::text`;

  it("is named by that one, where it is shown", () => {
    const shown = { ...nothing, named: ["meetings"], columns: ["groups.open"] };
    expect(found(root(`page3."~0.name"`))).toEqual(shown);
    const one = `select (select ${ids("m1", "group_id")},"n":' || g2."name" || '}' from "meetings" m1 join "groups" g2 on g2."id" = m1."group_id" where (m1."id" = $1::uuid and g2."open") limit 1)::text`;
    expect(found(one)).toEqual(shown);
  });

  it("and so is what points at it", () => {
    const count = (alias: string) => `(select count(*) from "rsvps" r9 where r9."group_id" = ${alias})::text`;
    expect(found(root(count(`page3."~0.id"`))).named).toEqual(["meetings", "rsvps"]);
    const one = `select (select ${ids("m1", "group_id")},"n":' || ${count(`g2."id"`)} || '}' from "meetings" m1 join "groups" g2 on g2."id" = m1."group_id" where m1."id" = $1::uuid limit 1)::text`;
    expect(found(one).named).toEqual(["groups", "meetings", "rsvps"]);
  });

  it("matters in any row where nobody names it", () => {
    const named = `select (select (g2."name")::text from "meetings" m1 join "groups" g2 on g2."id" = m1."group_id" where m1."id" = $1::uuid)::text`;
    expect(found(named)).toEqual({ ...nothing, named: ["meetings"], columns: ["groups.name"] });
    const further = `select (select ${ids("m1", "group_id")},"n":' || p3."name" || '}' from "meetings" m1 join "groups" g2 on g2."id" = m1."group_id" join "people" p3 on p3."id" = g2."owner_id" where m1."id" = $1::uuid limit 1)::text`;
    expect(found(further)).toMatchObject({ named: ["meetings"], columns: ["groups.owner_id", "people.name"] });
  });

  it("brings its moments along", () => {
    expect(read(root(`(page3."~0.ends_at" > $2::timestamptz)::text`), 2)?.moments).toEqual([
      { table: "groups", column: "ends_at", laterMs: 0 },
    ]);
  });
});

describe("what is never read does not matter", () => {
  const nobodys = `(select '[' || string_agg(${ids("p3")},"n":' || (select l4."on" from "leaves" l4 where l4."member_id" = p3."id" and l4."on" = ($2::timestamptz at time zone 'UTC')::date)::text || '}', ',') || ']'
    from (select q.*, row_number() over () as "~n" from (select m2.* from "members" m2 where false limit 5) q) p3
    cross join lateral (select u5."name" from "users" u5 where u5."id" = p3."user_id") j6)`;

  it("nor what hangs on it, not even the clock", () => {
    expect(found(GROUP(nobodys))).toEqual({ ...nothing, named: ["groups"] });
    expect(read(GROUP(nobodys), 2)?.moments).toEqual([]);
  });

  it("and its clock is that of its own table, whatever stands around it", () => {
    const asks = `(select '[' || string_agg((p3."open_until" > $2::timestamptz)::text, ',') || ']'
      from (select q.*, row_number() over () as "~n" from (select a6.* from "asks" a6 where false limit 5) q) p3)`;
    const text = `select (select '[' || string_agg(${ids("p1")},"n":' || ${asks} || '}', ',') || ']'
      from (select q.*, row_number() over () as "~n" from (select g2.* from "groups" g2 limit 5) q) p1)::text`;
    expect(read(text, 2)?.moments).toEqual([{ table: "asks", column: "open_until", laterMs: 0 }]);
  });

  it("but what an aggregate says beside it does, since that has a row all the same", () => {
    const beside = `(select (select count(*) from "users" u3) from (select count(*) as n from "members" m2 where false) q)`;
    expect(found(GROUP(beside))).toEqual({ ...nothing, named: ["groups"], whole: ["users"] });
    const counted = `(select (select count(*) from "users" u3 where u3."n" = q.n) from (select count(*) as n from "members" m2 where false) q)`;
    expect(found(GROUP(counted))).toEqual({ ...nothing, named: ["groups"], whole: ["users"] });
  });

  it("and a name that comes again is somebody else's", () => {
    const never = `g1."id" = any(array(select m1."group_id" from "members" m1 where false))`;
    const ever = `g1."id" = any(array(select m1."group_id" from "members" m1 where m1."open" and exists (select from "users" u2 where u2."id" = m1."user_id" and u2."open")))`;
    expect(found(GROUP(`''`, `(${never} or ${ever})`))).toMatchObject({
      whole: ["groups", "members"],
      columns: ["users.open"],
    });
  });

  it("and only where it is certain", () => {
    const perhaps = `(select count(*) from "members" m2 where (false or m2."open"))`;
    expect(found(GROUP(perhaps)).whole).toEqual(["members"]);
    expect(found(GROUP(`(select count(*) from "members" m2 where not false)`)).whole).toEqual(["members"]);
  });
});

describe("the clock", () => {
  const upcoming = (comparison: string) =>
    GROUP(`(select count(*) from "meetings" m2 where (m2."group_id" = g1."id" and ${comparison}))::text`);

  it("matters at the moments that it is compared with, and some time after them", () => {
    const text = upcoming(
      `m2."ends_at" > $2::timestamptz and m2."starts_at" > $2::timestamptz - 90 * interval '1 minute'`,
    );
    expect(read(text, 2)?.moments).toEqual([
      { table: "meetings", column: "ends_at", laterMs: 0 },
      { table: "meetings", column: "starts_at", laterMs: 5_400_000 },
    ]);
    expect(read(text)?.moments).toEqual([]);
  });

  it.each([
    `$2::timestamptz > m2."ends_at"`,
    `m2."ends_at" > $2::timestamptz - interval '1 day'`,
    `m2."on" = ($2::timestamptz at time zone 'UTC')::date`,
  ])("is not understood in %s", (comparison) => {
    expect(read(upcoming(comparison), 2)).toBeNull();
  });
});

it.each([
  `select (select count(*) from "groups" g1 left join "rsvps" r2 on true)::text`,
  `select (select count(*) from "groups" g1 join (select 1) r2 on true)::text`,
  `select (select 1 from "groups" g1 union select 2)::text`,
  `select (with x as (select 1 from "groups" g1) select * from x)::text`,
  `select (select 1 from generate_series(1, 2) n)::text`,
  `select (select max(g1."n") from "groups" g1 group by g1."id")::text`,
  `select ((select 1 from "groups" g1)::text`,
])("%s is refused, for it is not understood", (text) => {
  expect(read(text)).toBeNull();
});

it("texts in the statement are no part of it", () => {
  expect(found(GROUP(`'from "people" p9 where it''s (' || g1."name"`))).toEqual({ ...nothing, named: ["groups"] });
});
