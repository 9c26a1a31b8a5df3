/** Lists that hang on what members give each other are one statement too, however long they are. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { StatementCounter } from "../../src/server/statement-counter.ts";
import { done } from "../support/act.ts";
import { type CastApi, makeTopic, startWithCast } from "../support/cast.ts";
import { makeMeeting } from "../support/meetings.ts";
import { type House, newHouse } from "../support/new-house.ts";

const ROWS = [1, 2, 3];
const HELPERS = ["host", "organiser", "other"] as const;
const counter = new StatementCounter();
let api: CastApi;
let of: House;
const ids = { meeting: "", ask: "", offer: "", referral: "", introduction: "" };

beforeAll(async () => {
  api = await startWithCast();
  of = await newHouse(api);
  await meet();
  await help();
  await refer();
  await introduce();
  counter.watch(api.dataSource);
});
afterAll(() => api.close());

const by = (
  who: "member" | "host" | "organiser" | "other",
  name: string,
  input: Record<string, unknown>,
  selection?: string,
) => done(api, of.key(who), name, input, selection);

async function meet(): Promise<void> {
  const { globalId: meetingId } = await makeMeeting(api.dataSource, {
    groupId: of.group.id,
    startsAtLocal: "2026-06-01T07:30:00",
  });
  ids.meeting = meetingId;
  for (const row of ROWS) {
    const met = { setting: "MEETING", metOn: "2026-06-01", meetingId, with: [{ name: `Somebody ${row}` }] };
    await by("member", "logEncounter", met);
  }
}

async function help(): Promise<void> {
  await makeTopic(api.dataSource, "halls");
  const posting = {
    ...{ kind: "THING", text: "A hall on Mondays.", topics: ["halls"], openUntil: "2026-07-01T00:00:00.000Z" },
    ...{ audience: "GROUPS", groupIds: [of.id] },
  };
  ids.ask = (await by("member", "postAsk", posting, "ask { id }"))["ask"].id;
  ids.offer = (await by("member", "postOffer", posting, "offer { id }"))["offer"].id;
  for (const helper of HELPERS) {
    await by(helper, "respondToAsk", { askId: ids.ask, text: "Ours." });
    await by(helper, "respondToOffer", { offerId: ids.offer, text: "For our choir." });
    await by(helper, "postOffer", posting);
  }
}

async function refer(): Promise<void> {
  const { referral } = await by(
    "member",
    "passReferral",
    {
      ...{ groupId: of.id, receiverId: of.person("other"), effort: "NAME_PASSED", likelihood: "HIGH", text: "A roof." },
      ...{ prospect: { name: "Pru", email: "pru@example.org" }, consent: { givenOn: "2026-05-30", manner: "EMAIL" } },
    },
    "referral { id }",
  );
  ids.referral = referral.id;
  for (const step of ["acknowledgeReferral", "reportReferralContacted", "reportReferralWon"])
    await by("other", step, { referralId: ids.referral });
  for (const row of ROWS) {
    const amount = { amountMinorUnits: row * 100, currency: "GBP" };
    await by("other", "reportClosedBusiness", { referralId: ids.referral, amount, closedOn: "2026-05-31" });
  }
}

async function introduce(): Promise<void> {
  const parties = { partyAId: of.person("member"), partyBId: of.person("other") };
  const { introduction } = await by(
    "host",
    "proposeIntroduction",
    { ...parties, reason: "Boats" },
    "introduction { id }",
  );
  ids.introduction = introduction.id;
  for (const who of ["member", "other"] as const)
    await by(who, "answerIntroduction", { introductionId: ids.introduction, answer: "YES" });
  for (const kind of ["CLIENT", "IDEA", "FRIENDSHIP"])
    await by("member", "recordIntroductionOutcome", { introductionId: ids.introduction, kind });
}

const LISTS: readonly [keyof typeof ids, string, (size: number) => string][] = [
  ["meeting", "Meeting", (n) => `viewerValue { encounters(first: ${n}) { edges { node { people { name } } } } }`],
  ["ask", "Ask", (n) => `responses(first: ${n}) { totalCount edges { node { text person { id } } } }`],
  ["ask", "Ask", (n) => `matchingOffers(first: ${n}) { edges { node { text topics { slug } groups { id } } } }`],
  ["offer", "Offer", (n) => `responses(first: ${n}) { totalCount edges { node { text person { id } } } }`],
  ["referral", "Referral", (n) => `closedBusiness(first: ${n}) { totalCount edges { node { closedOn payer } } }`],
  ["introduction", "Introduction", (n) => `outcomes(first: ${n}) { edges { node { kind words } } }`],
];

test.each(LISTS)("of %s (%s), list %#: one statement", async (key, type, list) => {
  const ask = async (size: number) => {
    const before = counter.total;
    const query = `{ node(id: "${ids[key]}") { ... on ${type} { ${list(size)} } } }`;
    const { data, errors } = await api.as(of.key("member")).graphql(query);
    expect(errors).toBeUndefined();
    return { statements: counter.total - before, length: JSON.stringify(data).length };
  };
  await api.as(of.key("member")).graphql("{ __typename }"); // the first use of a credential finds out whose it is
  const [short, long] = [await ask(1), await ask(50)];
  expect([short.statements, long.statements]).toEqual([1, 1]);
  expect(long.length).toBeGreaterThan(short.length);
});
