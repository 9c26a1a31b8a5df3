/** Proposing, answering, sharing: what each of the three does and reads. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { drainJobs } from "../../src/platform/jobs.ts";
import { act } from "../support/act.ts";
import type { Anything } from "../support/anything.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { testSettings } from "../support/start-api.ts";

const clock = new StillClock("2026-06-01T09:00:00.000Z");
let api: CastApi;
let of: House;
let jobs: ReturnType<typeof testJobs>;
beforeAll(async () => {
  api = await startWithCast({ clock });
  jobs = testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey });
});
afterAll(() => api.close());
beforeEach(async () => {
  of = await newHouse(api);
  await drainJobs(jobs.deps);
  jobs.mail.empty();
});

const WORDS = { reason: "Both of you restore boats.", noteForA: "She has a yard.", noteForB: "He has a boat." };
const SEEN = `id state connectorId connectorName reason asking createdAt expiresAt sharedAt viewerCanAnswer viewerCanWithdrawAnswer
  viewerCanWithdraw viewerCanTellOutcome sides { isViewer name note answer word personId person { id } isOutsider email askedAt
  answeredAt laterUntil shares contact { email phone links } }`;

const mailOf = (key: string): string => `${key}@example.org`;
const propose = (input: object = {}) =>
  act(
    api,
    of.key("host"),
    "proposeIntroduction",
    { partyAId: of.person("member"), partyBId: of.person("other"), ...WORDS, ...input },
    `introduction { ${SEEN} } introductionEdge { cursor }`,
  );
const proposed = async (input: object = {}): Promise<string> =>
  ((await propose(input)).payload?.["introduction"] as { id: string }).id;
const answer = (who: string, introductionId: string, input: object = {}) =>
  act(api, who, "answerIntroduction", { introductionId, answer: "YES", ...input }, `introduction { ${SEEN} }`);

async function read(who: string, id: string): Promise<Anything> {
  const { data, errors } = await api
    .as(who)
    .graphql<never>(`query ($id: ID!) { node(id: $id) { ... on Introduction { ${SEEN} } } }`, { id });
  expect(errors).toBeUndefined();
  return (data as unknown as { node: unknown }).node;
}
async function mails() {
  await drainJobs(jobs.deps);
  const letters = jobs.mail.read();
  jobs.mail.empty();
  return letters;
}

describe("two yeses", () => {
  test("share exactly what each chose, in one mail with both in copy, and all three read so", async () => {
    await api.dataSource.query("update people set phone = '+442079460018' where id = $1", [of.key("member")]);
    const id = await proposed({ groupId: of.id });
    const asked = await mails();
    expect(asked.map(({ headers }) => headers["to"]).sort()).toEqual(
      [mailOf(of.key("member")), mailOf(of.key("other"))].sort(),
    );
    expect(asked.find(({ headers }) => headers["to"] === mailOf(of.key("member")))?.text).toContain("She has a yard.");
    for (const { text } of asked) {
      expect(text).toContain("Both of you restore boats.");
      expect(text).not.toContain("@");
    }

    expect((await answer(of.key("member"), id, { shares: ["PHONE", "EMAIL"] })).codes).toEqual([]);
    expect(await read(of.key("other"), id)).toMatchObject({ state: "ASKING", sharedAt: null });
    expect((await answer(of.key("other"), id)).codes).toEqual([]);

    const contact = { email: mailOf(of.key("member")), phone: "+442079460018", links: [] };
    expect(await read(of.key("other"), id)).toMatchObject({
      state: "SHARED",
      sharedAt: "2026-06-01T09:00:00.000Z",
      viewerCanTellOutcome: true,
      sides: [
        {
          isViewer: false,
          name: "member",
          answer: "YES",
          personId: of.person("member"),
          person: { id: of.person("member") },
          contact,
          note: null,
        },
        { isViewer: true, answer: "YES", shares: ["EMAIL"], contact: null, note: "He has a boat." },
      ],
    });
    expect(await read(of.key("host"), id)).toMatchObject({
      state: "SHARED",
      viewerCanTellOutcome: false,
      sides: [
        { answer: "YES", contact: null, shares: null, personId: of.person("member") },
        { answer: "YES", contact: null, person: null },
      ],
    });
    expect(await read(of.key("owner"), id)).toBeNull();

    const [letter, ...more] = await mails();
    expect(more).toEqual([]);
    expect(letter?.headers).toMatchObject({ to: mailOf(of.key("member")), cc: mailOf(of.key("other")) });
    expect(letter?.text).toContain("+442079460018");
    const consents = await api.dataSource.query(
      `select c.answer, c.shares, c.by_link from introduction_consents c join introduction_sides s on s.id = c.side_id
        where s.introduction_id = $1::uuid order by s.position`,
      [id.slice(4)],
    );
    expect(consents).toEqual([
      { answer: "YES", shares: ["EMAIL", "PHONE"], by_link: false },
      { answer: "YES", shares: ["EMAIL"], by_link: false },
    ]);
    for (const change of ["delete from", "update", "truncate"]) {
      const text = `${change} introduction_consents${change === "update" ? " set answer = 'NO'" : ""}`;
      await expect(api.dataSource.query(text)).rejects.toThrow("append-only");
    }
  });

  test("with an address withheld go out apart, so that no copy shows it", async () => {
    await api.dataSource.query("update people set phone = '+442079460018' where id = $1", [of.key("member")]);
    const id = await proposed();
    await mails();
    await answer(of.key("member"), id, { shares: ["PHONE"] });
    await answer(of.key("other"), id);
    const letters = await mails();
    expect(letters).toHaveLength(2);
    for (const { headers } of letters) expect(headers["cc"]).toBeUndefined();
    const toOther = letters.find(({ headers }) => headers["to"] === mailOf(of.key("other")));
    expect(toOther?.text).toContain("+442079460018");
    expect(toOther?.text).not.toContain(mailOf(of.key("member")));
    const contacts = (await read(of.key("other"), id)).sides.map((side: { contact: object }) => side.contact);
    expect(contacts).toEqual([{ email: null, phone: "+442079460018", links: [] }, null]);
  });
});
