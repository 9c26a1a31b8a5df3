import { crc32, inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "csv-parse/sync";
import { MembershipRole } from "../../src/groups/membership.entity.ts";
import { act } from "../support/act.ts";
import { type CastApi, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

const clock = new StillClock(TEST_NOW.toISOString());
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const ask = (of: House, who: string | null) => act(api, who, "exportGroup", { groupId: of.id }, "path expiresAt");
const fetchPath = (path: string) => fetch(new URL(path, api.url));

/** The files of an archive, read by its directory as any program would, each against its checksum. */
function unzipped(bytes: Buffer): Record<string, string> {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  const files: Record<string, string> = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < bytes.readUInt16LE(end + 10); entry++) {
    const [crc, packed, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameLength, offset] = [bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const data = offset + 30 + nameLength;
    const content = inflateRawSync(bytes.subarray(data, data + packed));
    expect([name, content.length, crc32(content)]).toEqual([name, size, crc]);
    files[name] = content.toString("utf8");
    at += 46 + nameLength;
  }
  return files;
}

async function fetched(of: House, who: string | null): Promise<Record<string, string>> {
  const { payload } = await ask(of, who);
  const response = await fetchPath(String(payload?.["path"]));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/zip"]);
  return unzipped(Buffer.from(await response.arrayBuffer()));
}

const table = (text = ""): Record<string, string>[] => parse(text, { columns: true });

describe("exportGroup", () => {
  test("gives an organiser an archive of everything, and the log says that they asked", async () => {
    const of = await newHouse(api, { name: "Movers" });
    const files = await fetched(of, of.key("organiser"));
    expect(JSON.parse(files["group.json"] ?? "")).toMatchObject({ format: "wellmet-group", group: { name: "Movers" } });
    expect(table(files["memberships.csv"]).length).toBeGreaterThan(2);
    expect(table(files["audit-log.csv"]).map(({ action }) => action)).toEqual(["exportGroup"]);
  });

  test("is for those who run the group, while they do, and for ten minutes", async () => {
    const of = await newHouse(api);
    expect((await ask(of, of.key("member"))).codes).toEqual(["FORBIDDEN"]);
    expect((await ask(of, null)).codes).toEqual(["UNAUTHENTICATED"]);
    const { payload } = await ask(of, of.key("organiser"));
    const path = String(payload?.["path"]);
    expect((await fetchPath(`${path}x`)).status).toBe(404);
    expect((await fetchPath(path.replace("/exports?token=", "/exports?token=AAAA"))).status).toBe(404);
    await api.dataSource.query("update memberships set role = 'MEMBER' where group_id = $1 and role = 'ORGANISER'", [
      of.group.id,
    ]);
    expect((await fetchPath(path)).status).toBe(404);
    await api.dataSource.query("update memberships set role = 'ORGANISER' where group_id = $1 and role = 'MEMBER'", [
      of.group.id,
    ]);
    expect((await fetchPath(path)).status).toBe(200);
    clock.pass(601);
    expect((await fetchPath(path)).status).toBe(404);
  });

  test("tells of people what organisers may see, and nothing of accounts, other groups or secrets", async () => {
    const of = await newHouse(api);
    const { dataSource } = api;
    const shy = await makePerson(dataSource, {
      email: "shy@example.org",
      phone: "+442079460018",
      displayName: "Shy One",
      company: "Open Ltd",
      story: "Only for me",
      storyAudience: "NOBODY" as never,
      emailAudience: "CONNECTIONS" as never,
    });
    const gone = await makePerson(dataSource, {
      email: "gone@example.org",
      phone: "+442079460019",
      company: "Left Ltd",
    });
    for (const [person, status, ended] of [
      [shy.id, "ACTIVE", null],
      [gone.id, "RESIGNED", "2026-03-01"],
    ] as const) {
      await dataSource.query(
        `insert into memberships (id, group_id, person_id, role, status, joined_at, ended_at, created_at, updated_at)
         values (gen_random_uuid(), $1, $2, $3, $4, '2026-02-01', $5, '2026-02-01', '2026-02-01')`,
        [of.group.id, person, MembershipRole.MEMBER, status, ended],
      );
    }
    const behind = await makePerson(dataSource, { email: "behind@example.org", displayName: "Real Name" });
    await dataSource.query(
      "insert into visitors values (gen_random_uuid(), $1, $2, 'GUEST', null, 'Bob at the door', '2026-03-03')",
      [of.group.id, behind.id],
    );
    const files = await fetched(of, of.key("owner"));
    const people = table(files["people.csv"]);
    const named = (name: string) => people.find((person) => person["name"] === name);
    expect(named("Shy One")).toMatchObject({ email: "", phone: "'+442079460018", company: "Open Ltd", story: "" });
    expect(named("Pat Example")).toMatchObject({ email: "", phone: "", company: "" });
    expect(named("Bob at the door")).toMatchObject({ email: "", phone: "", headline: "" });
    const all = Object.values(files).join("\n");
    for (const secret of [
      "gone@example.org",
      "behind@example.org",
      "Real Name",
      "shy@example.org",
      "Only for me",
      "verified",
      "hash",
      "token",
    ]) {
      expect([secret, all.includes(secret)]).toEqual([secret, false]);
    }
  });
});
