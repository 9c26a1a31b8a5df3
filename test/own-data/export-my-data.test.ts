/** Taking along everything that is known of oneself, and nothing that others keep for themselves. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse as parseCsv } from "csv-parse/sync";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import { MARK, MIRA, plantMira } from "../erasure/world-of-mira.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, keyOf, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";
import { unzipped } from "../support/unzip.ts";

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
let jobs: ReturnType<typeof testJobs>;
let archiveUrl: string;

beforeAll(async () => {
  api = await startWithCast({ clock });
  const reads = createReads({ schema: api.server.schema, dataSource: api.dataSource });
  jobs = testJobs(api.dataSource.manager, { clock, reads, secretKey: testSettings.secretKey });
  archiveUrl = api.url.replace("/graphql", "/own-data/archive");
  await plantMira(api.dataSource);
  await api.dataSource.query(
    "update people set country = 'GB', time_zone = 'Europe/London', languages = '{en}' where id = $1",
    [MIRA],
  );
});
afterAll(() => api.close());

async function mailedToken(who: string): Promise<string> {
  jobs.mail.empty();
  await done(api, who, "exportMyData", {}, "expiresAt");
  await drainJobs(jobs.deps);
  return /#(ngz_[0-9a-f]{64})$/m.exec(jobs.mail.read().at(-1)?.text ?? "")?.[1] ?? "";
}
const fetched = (token: string) => fetch(archiveUrl, { headers: { authorization: `Bearer ${token}` } });
const filesOf = async (token: string) => unzipped(Buffer.from(await (await fetched(token)).arrayBuffer()));

describe("exportMyData", () => {
  let files: ReadonlyMap<string, string>;
  let token: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  let data: any;
  beforeAll(async () => {
    token = await mailedToken(MIRA);
    files = await filesOf(token);
    data = JSON.parse(files.get("my-data.json") ?? "");
  });

  test("holds the profile, and every list of theirs", () => {
    expect(data).toMatchObject({
      format: "wellmet-person",
      person: {
        profile: { displayName: `${MARK} in display_name`, place: { country: "GB" } },
        contact: { email: `${MARK}@example.org` },
      },
      recallNotes: [{ text: `${MARK} in text` }],
      encounters: [{ note: `${MARK} in note` }],
      sessions: [{ userAgent: `${MARK} in user_agent` }, {}],
      memberships: [{ group: { name: "Harbour Breakfast" } }],
      attendances: [{ countedCode: "PRESENT" }],
    });
    for (const list of ["rsvps", "introductions", "asks", "askResponses", "offers", "ideas", "followUps", "blocks"]) {
      expect([list, data[list].length > 0]).toEqual([list, true]);
    }
    expect([data.referralsGiven, data.referralsReceived]).toMatchObject([[{}], [{}]]);
  });

  test("has each list as a table, with as many lines", () => {
    for (const [name, entries] of Object.entries(data).filter(([, value]) => Array.isArray(value))) {
      const file = `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.csv`;
      const [heading, ...rows] = parseCsv(files.get(file) ?? "", {});
      expect([file, rows.length, heading?.includes("id")]).toEqual([file, (entries as []).length, true]);
    }
  });

  test("has a card for address books", () => {
    const card = files.get("me.vcf") ?? "";
    expect(card).toMatch(/^BEGIN:VCARD\r\nVERSION:4\.0\r\n/);
    expect(card).toContain(`\r\nFN:${MARK} in display_name\r\n`);
    expect(card).toContain(`\r\nEMAIL:${MARK}@example.org\r\n`);
    expect(card).toContain(`\r\nCATEGORIES:${MARK}\r\n`);
  });

  test("holds nothing that others noted about them, nor any secret", () => {
    const about = [...files.values()].join("\n");
    // Ben's own book has a note and a follow-up about her, with the same text: hers are one each.
    expect(data.recallNotes).toHaveLength(1);
    expect(data.followUps).toHaveLength(1);
    expect(data.encounters).toHaveLength(1);
    expect(about).not.toMatch(/tokenHash|ngs_|codeMac/);
    expect(about).not.toContain("ben@example.org");
  });

  test("is read as the person reads it: other people have a name and an id", async () => {
    const others = await filesOf(await mailedToken("ben"));
    const ben = JSON.parse(others.get("my-data.json") ?? "");
    expect(ben.person.contact.email).toBe("ben@example.org");
    expect(Object.keys(ben.memberships[0].person)).toEqual(["id", "profile"]);
    expect([...others.values()].join("\n")).not.toContain("ada@example.org");
  });

  test("another token, and none, gets nothing", async () => {
    expect((await fetched(`ngz_${"0".repeat(64)}`)).status).toBe(404);
    expect((await fetch(archiveUrl)).status).toBe(404);
    expect((await fetch(`${archiveUrl}?token=${token}`)).status).toBe(404);
  });

  test("asked for twice before it is made, it is made once; above three a day it is refused", async () => {
    await done(api, "cleo", "exportMyData", {}, "expiresAt");
    await done(api, "cleo", "exportMyData", {}, "expiresAt");
    const [rows] = await api.dataSource.query(
      "select count(*)::integer as made from own_exports where person_id = $1",
      [keyOf("cleo")],
    );
    expect(rows).toEqual({ made: 1 });
    await drainJobs(jobs.deps);
    for (let n = 0; n < 2; n++) await mailedToken("cleo");
    expect((await act(api, "cleo", "exportMyData", {})).codes).toEqual(["RATE_LIMITED"]);
    expect((await act(api, null, "exportMyData", {})).codes).toEqual(["UNAUTHENTICATED"]);
  });

  test("goes after seven days", async () => {
    clock.pass(7 * 86_400 + 1);
    expect((await fetched(token)).status).toBe(404);
    await runTimer(jobs.deps, "delete-expired-own-exports");
    expect(await api.dataSource.query("select 1 from own_exports")).toEqual([]);
  });
});
