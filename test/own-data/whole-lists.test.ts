/** What somebody takes along is all of it: lists longer than a page, lists within them, and what hangs on no person. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { gatherOwnData } from "../../src/own-data/gather-own-data.ts";
import { OWN_ROW_NAMES } from "../../src/own-data/own-rows.ts";
import { writeOwnArchive } from "../../src/own-data/write-own-archive.ts";
import { parseGlobalId } from "../../src/platform/ids.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import { MARK, MIRA, plantMira, put } from "../erasure/world-of-mira.ts";
import { done } from "../support/act.ts";
import { type CastApi, fixedId, idOf, keyOf, startWithCast } from "../support/cast.ts";
import { testJobs } from "../support/jobs.ts";
import { makeMeeting } from "../support/meetings.ts";
import { fixedClock, TEST_NOW, testSettings } from "../support/start-api.ts";
import { unzipped } from "../support/unzip.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
  await plantMira(api.dataSource);
});
afterAll(() => api.close());

/** What Mira has not been given for her erasure. */
async function plantWhatHangsOnNobody(): Promise<void> {
  const [db, group_id, when] = [api.dataSource, keyOf("harbourBreakfast"), TEST_NOW];
  const series = {
    ...{ groupId: idOf("harbourBreakfast"), title: "Tuesdays", mode: "IN_PERSON", durationMinutes: 60 },
    ...{ recurrenceRule: "FREQ=WEEKLY;COUNT=2", firstStartsAtLocal: "2026-06-09T07:00" },
  };
  const { series: made } = await done(api, "ada", "scheduleSeries", series, "series { id }");
  await put(db, "standing_rsvps", {
    ...{ id: fixedId(0xe01), group_id, series_id: parseGlobalId(made.id as string)?.id, person_id: MIRA },
    ...{ mode: "IN_PERSON", created_at: when, updated_at: when },
  });
  await db.query("update group_imports set begun_by_id = $1", [MIRA]);
  await put(db, "role_terms", {
    ...{ id: fixedId(0xe02), group_id, person_id: MIRA, role: "HOST", title: "Door", starts_on: "2026-01-01" },
    ...{ given_at: when, taken_up_at: when },
  });
  await put(db, "api_keys", {
    ...{ id: fixedId(0xe03), kind: "PUBLISHABLE", name: "Site", prefix: "ngp_aaaa", scopes: [], created_at: when },
    ...{ allowed_origins: ["https://site.example"], points_per_minute: 100, created_by_id: MIRA },
  });
}

async function takenAlong(personId: string) {
  const reads = createReads({ schema: api.server.schema, dataSource: api.dataSource });
  const { ctx } = testJobs(api.dataSource.manager, { clock: fixedClock(), reads, secretKey: testSettings.secretKey });
  const data = await gatherOwnData(ctx, personId);
  const files = unzipped(await writeOwnArchive(data, TEST_NOW));
  const lists = new Map(data.lists.map(({ part, entries }) => [part.name, entries]));
  return { files, list: (name: string) => lists.get(name) ?? [] };
}

test("more than a hundred attendances and answers to one ask are all there", async () => {
  const { id: meetingId } = await makeMeeting(api.dataSource);
  await api.dataSource.query(
    `insert into meetings select (m2).* from meetings m
       cross join generate_series(1, 130) n
       cross join jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'starts_at', m.starts_at - n * interval '1 day',
         'ends_at', m.ends_at - n * interval '1 day')) m2 where m.id = $1`,
    [meetingId],
  );
  await api.dataSource.query(
    `insert into attendances (id, group_id, meeting_id, person_id, starts_at, code, counted_code, mode, updated_at)
     select gen_random_uuid(), group_id, id, $1, starts_at, 'PRESENT', 'PRESENT', 'IN_PERSON', starts_at from meetings
      where group_id = $2 and id <> $3`,
    [keyOf("ben"), keyOf("harbourBreakfast"), meetingId],
  );
  const posted = { kind: "ADVICE", text: "Who knows?", audience: "MY_GROUPS", openUntil: "2026-06-20T09:00:00Z" };
  const { ask } = await done(api, "ben", "postAsk", posted, "ask { id }");
  await api.dataSource.query(
    `with made as (insert into people (id, display_name, created_at, updated_at)
       select gen_random_uuid(), 'Somebody', $2, $2 from generate_series(1, 205) returning id)
     insert into ask_responses (id, ask_id, person_id, text, responded_at) select gen_random_uuid(), $1, id, 'I do.', $2 from made`,
    [parseGlobalId(ask.id)?.id, TEST_NOW],
  );
  const { list } = await takenAlong(keyOf("ben"));
  const [{ wanted }] = await api.dataSource.query(
    "select count(*)::integer as wanted from attendances where person_id = $1",
    [keyOf("ben")],
  );
  expect(wanted).toBeGreaterThan(130);
  expect(list("attendances")).toHaveLength(wanted);
  const own = list("asks").find((one) => one["id"] === ask.id);
  expect(own?.["responses"]).toHaveLength(205);
});

test("what hangs on no person in the API is there too, without secrets, each as a table", async () => {
  await plantWhatHangsOnNobody();
  const { files, list } = await takenAlong(MIRA);
  for (const name of OWN_ROW_NAMES) {
    const [heading, ...lines] = (files.get(`${name.replaceAll(/[A-Z]/g, (l) => `-${l.toLowerCase()}`)}.csv`) ?? "")
      .split("\n")
      .filter((line) => line !== "");
    expect([name, heading?.startsWith("id,"), lines.length]).toEqual([name, true, list(name).length]);
  }
  for (const name of OWN_ROW_NAMES.filter((name) => name !== "actsAsOrganiser")) {
    expect([name, list(name).length > 0]).toEqual([name, true]);
  }
  expect(list("reportsToOperator")).toMatchObject([{ words: `${MARK} in words`, kind: "PERSON" }]);
  expect(list("reportsMade")).toMatchObject([{ words: `${MARK} in words`, outcome: null }]);
  expect(list("passkeys")).toMatchObject([{ name: `${MARK} in name` }]);
  expect(JSON.stringify(list("passkeys"))).not.toContain("publicKey");
  // What others were told of her, and what they decided, is not hers to take.
  expect([...files.values()].join("\n")).not.toMatch(/in quote|in warning/);
});

test("what somebody reported to organisers goes along with its words", async () => {
  const input = { groupId: idOf("harbourBreakfast"), subjectId: idOf("hana"), reason: "OTHER", words: "Too loud." };
  await done(api, "kit", "reportToOrganisers", input, "report { id }");
  expect((await takenAlong(keyOf("kit"))).list("reportsMade")).toMatchObject([{ words: "Too loud." }]);
});
