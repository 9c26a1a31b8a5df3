/** Mails that name somebody to somebody else, and what one takes along, with a block between the two. */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { createReads } from "../../src/platform/reads/execute.ts";
import { done } from "../support/act.ts";
import { type CastApi, makeBlock, makeMembership, makePerson, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW, testSettings } from "../support/start-api.ts";
import { unzipped } from "../support/unzip.ts";

const NAME = "Zebedee Unmistakable";
let api: CastApi;
let of: House;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  const clock = new StillClock(TEST_NOW.toISOString());
  api = await startWithCast({ clock });
  of = await newHouse(api);
  const reads = createReads({ schema: api.server.schema, dataSource: api.dataSource });
  jobs = testJobs(api.dataSource.manager, { clock, reads, secretKey: testSettings.secretKey });
  await api.dataSource.query("update people set display_name = $2 where id = $1", [of.key("organiser"), NAME]);
});
afterAll(() => api.close());

interface Reader {
  readonly id: string;
  readonly email: string;
}
const newReader = async (): Promise<Reader> => {
  const { id, email } = await makePerson(api.dataSource);
  return { id, email: email ?? "" };
};
const idOf = (key: string): string => `per_${key.replaceAll("-", "")}`;

/** Everything that is sent to somebody now. */
async function mailedTo({ email }: Reader): Promise<string> {
  await drainJobs(jobs.deps);
  const letters = jobs.mail.read().filter(({ headers }) => headers["to"] === email);
  return letters.map(({ headers, text }) => `${headers["subject"]}\n${text}`).join("\n");
}

const MAILS = {
  "an invitation to an address": {
    send: ({ email }: Reader) => done(api, of.key("organiser"), "inviteToGroup", { groupId: of.id, email }),
    comes: true,
  },
  "an introduction proposed to them": {
    send: async ({ id }: Reader) => {
      await makeMembership(api.dataSource, { groupId: of.group.id, personId: id });
      const parties = { partyAId: idOf(id), partyBId: of.person("organiser") };
      return done(api, of.key("owner"), "proposeIntroduction", { ...parties, reason: "Both row." });
    },
    comes: false,
  },
};

describe("across a block", () => {
  test.each(Object.entries(MAILS))("%s does not name the other", async (_name, { send, comes }) => {
    const [free, blocking] = [await newReader(), await newReader()];
    await send(free);
    expect(await mailedTo(free)).toContain(NAME);
    await send(blocking);
    await makeBlock(api.dataSource, blocking.id, of.key("organiser"));
    const mail = await mailedTo(blocking);
    expect(mail).not.toContain(NAME);
    expect(mail !== "").toBe(comes);
  });

  test("an invitation does not name an organiser who blocks whom it is for, and comes all the same", async () => {
    const reader = await newReader();
    await done(api, of.key("organiser"), "inviteToGroup", { groupId: of.id, email: reader.email });
    await makeBlock(api.dataSource, of.key("organiser"), reader.id);
    expect(await mailedTo(reader)).toMatch(/An organiser invites you/);
  });
});

test("what one takes along does not name who blocks them, and of whom one blocks has that alone", async () => {
  const archiveOf = async (who: string): Promise<string> => {
    jobs.mail.empty();
    await done(api, who, "exportMyData", {}, "expiresAt");
    await drainJobs(jobs.deps);
    const token = /#(ngz_[0-9a-f]{64})$/m.exec(jobs.mail.read().at(-1)?.text ?? "")?.[1] ?? "";
    const url = api.url.replace("/graphql", "/own-data/archive");
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    return unzipped(Buffer.from(await answer.arrayBuffer())).get("my-data.json") ?? "";
  };
  const [reader, other] = [of.key("member"), of.key("other")];
  await done(api, reader, "writeRecallNote", { personId: of.person("other"), text: "Sails." });
  await done(api, reader, "logEncounter", {
    ...{ setting: "SPORT", metOn: "2026-05-20", with: [{ personId: of.person("other") }] },
  });
  expect(await archiveOf(reader)).toContain(of.person("other"));
  await makeBlock(api.dataSource, other, reader);
  expect(await archiveOf(reader)).not.toContain(of.person("other"));
  await api.dataSource.query("delete from blocks where blocker_id = $1", [other]);
  await makeBlock(api.dataSource, reader, other);
  const { blocks, ...rest } = JSON.parse(await archiveOf(reader)) as { blocks: { personId: string }[] };
  expect(blocks.map(({ personId }) => personId)).toEqual([of.person("other")]);
  expect(JSON.stringify(rest)).not.toContain(of.person("other"));
});
