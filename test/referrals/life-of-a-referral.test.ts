import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { act, done } from "../support/act.ts";
import { type CastApi, makeBlock, startWithCast } from "../support/cast.ts";
import { type House, newHouse } from "../support/new-house.ts";
import { TEST_NOW } from "../support/start-api.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const GIVEN = {
  prospect: { name: "Wanda  Prospect", email: "Wanda@Example.org", phone: "+44 20 7946 0018" },
  consent: { givenOn: "2026-05-30", manner: "TELEPHONE" },
  effort: "EXPECTS_CALL",
  likelihood: "HIGH",
  text: "Needs a new roof.",
};
const inputOf = (of: House, more: object = {}) => ({
  groupId: of.id,
  receiverId: of.person("other"),
  ...GIVEN,
  ...more,
});

const passed = async (of: House, who = of.key("member"), more: object = {}): Promise<string> => {
  const { referral } = await done(api, who, "passReferral", inputOf(of, more), "referral { id }");
  return referral.id as string;
};
const step = (who: string | null, name: string, referralId: string, more: object = {}) =>
  act(api, who, name, { referralId, ...more }, "referral { id status version }");
const statusOf = async (who: string, id: string): Promise<string | null> => {
  const { data } = await api
    .as(who)
    .graphql<{ node: { status: string } | null }>("query ($id: ID!) { node(id: $id) { ... on Referral { status } } }", {
      id,
    });
  return data?.node?.status ?? null;
};
const won = async (of: House, who = of.key("other"), more: object = {}, giver = of.key("member")): Promise<string> => {
  const id = await passed(of, giver, more);
  for (const name of ["acknowledgeReferral", "reportReferralContacted", "reportReferralWon"]) {
    expect((await step(who, name, id)).codes).toEqual([]);
  }
  return id;
};
const business = (minor: number, more: object = {}) => ({
  amount: { amountMinorUnits: minor, currency: "GBP" },
  closedOn: "2026-05-31",
  ...more,
});
const eventsOf = async (referralId: string): Promise<string[]> => {
  const key = referralId.replace(/^ref_(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const rows: { name: string }[] = await api.dataSource.query(
    "select name from events where payload ->> 'referralId' = $1 order by position",
    [key],
  );
  return rows.map(({ name }) => name);
};

const WHOLE = `query ($id: ID!) { node(id: $id) { ... on Referral {
  status prospectName prospectContact { email phone } consentGivenOn consentManner effort likelihood text passedAt
  giver { id } receiver { id } group { id } steps { status takenAt word } viewerCanAcknowledge viewerCanReturn
  viewerCanReportContacted viewerCanReportWon viewerCanReportLost viewerCanReportClosedBusiness
  closedBusiness { totalCount edges { node { amount { amountMinorUnits currency } closedOn payer isStanding viewerCreditPlace
    showsPayerToGiver viewerCanCorrect } } } } } }`;
const whole = async (who: string | null, id: string) => {
  const { data, errors } = await api.as(who).graphql<{ node: Record<string, unknown> | null }>(WHOLE, { id });
  expect(errors).toBeUndefined();
  return data?.node ?? null;
};

test("goes from passed to closed business, and both read it all the way", async () => {
  const of = await newHouse(api);
  const id = await passed(of);
  const now = TEST_NOW.toISOString();
  const can = {
    viewerCanAcknowledge: false,
    viewerCanReturn: false,
    viewerCanReportContacted: false,
    viewerCanReportWon: false,
    viewerCanReportLost: false,
    viewerCanReportClosedBusiness: false,
  };
  const written = {
    status: "PASSED",
    prospectName: "Wanda Prospect",
    prospectContact: { email: "wanda@example.org", phone: "+442079460018" },
    consentGivenOn: "2026-05-30",
    consentManner: "TELEPHONE",
    effort: "EXPECTS_CALL",
    likelihood: "HIGH",
    text: "Needs a new roof.",
    passedAt: now,
    giver: { id: of.person("member") },
    receiver: { id: of.person("other") },
    group: { id: of.id },
    steps: [{ status: "PASSED", takenAt: now, word: null }],
    closedBusiness: { totalCount: 0, edges: [] },
  };
  expect(await whole(of.key("member"), id)).toEqual({ ...written, ...can });
  expect(await whole(of.key("other"), id)).toEqual({
    ...written,
    ...can,
    viewerCanAcknowledge: true,
    viewerCanReturn: true,
  });

  const other = of.key("other");
  expect((await step(other, "acknowledgeReferral", id, { word: "Thank you!" })).payload?.["referral"]).toMatchObject({
    status: "ACKNOWLEDGED",
    version: 2,
  });
  expect((await step(other, "reportReferralContacted", id)).codes).toEqual([]);
  expect((await step(other, "reportReferralWon", id)).codes).toEqual([]);
  const input = { referralId: id, ...business(125_000, { payer: "Prospect Ltd" }) };
  await done(api, other, "reportClosedBusiness", input, "closedBusiness { id } closedBusinessEdge { cursor }");

  const report = {
    amount: { amountMinorUnits: 125_000, currency: "GBP" },
    closedOn: "2026-05-31",
    isStanding: true,
  };
  expect(await whole(other, id)).toMatchObject({
    status: "WON",
    steps: [
      { status: "PASSED" },
      { status: "ACKNOWLEDGED", word: "Thank you!" },
      { status: "CONTACTED", word: null },
      { status: "WON" },
    ],
    viewerCanReportClosedBusiness: true,
    closedBusiness: {
      totalCount: 1,
      edges: [
        {
          node: {
            ...report,
            payer: "Prospect Ltd",
            viewerCreditPlace: null,
            showsPayerToGiver: false,
            viewerCanCorrect: true,
          },
        },
      ],
    },
  });
  // The giver reads what it came to, and not who paid.
  expect(await whole(of.key("member"), id)).toMatchObject({
    status: "WON",
    closedBusiness: {
      edges: [
        { node: { ...report, payer: null, viewerCreditPlace: 1, showsPayerToGiver: null, viewerCanCorrect: false } },
      ],
    },
  });
  expect(await eventsOf(id)).toEqual([
    "referral.passed",
    "referral.acknowledged",
    "referral.contacted",
    "referral.won",
    "closedBusiness.reported",
  ]);
});

test("is seen by its giver and its receiver alone, whoever runs the group", async () => {
  const of = await newHouse(api);
  const id = await won(of);
  await done(api, of.key("other"), "reportClosedBusiness", { referralId: id, ...business(5) }, "closedBusiness { id }");
  for (const kind of ["owner", "organiser", "host", "trial", "stranger"] as const) {
    expect(await whole(of.key(kind), id)).toBeNull();
    expect((await step(of.key(kind), "acknowledgeReferral", id)).codes).toEqual(["NOT_FOUND"]);
    const { data } = await api.as(of.key(kind)).graphql<{ node: unknown }>(
      `query ($id: ID!) { node(id: $id) { ... on Person { referralsReceived { totalCount } referralsGiven { totalCount }
         closedBusinessReported { totalCount } closedBusinessCredited { totalCount } closedBusinessCurrencies
         closedBusinessSums(currency: "GBP") { reported { count } } } } }`,
      { id: of.person("other") },
    );
    expect(data?.node).toEqual({
      referralsReceived: null,
      referralsGiven: null,
      closedBusinessReported: null,
      closedBusinessCredited: null,
      closedBusinessCurrencies: null,
      closedBusinessSums: null,
    });
  }
  expect(await whole(null, id)).toBeNull();
  expect((await step(null, "acknowledgeReferral", id)).codes).toEqual(["UNAUTHENTICATED"]);
  expect((await step(of.key("member"), "reportReferralLost", id)).codes).toEqual(["FORBIDDEN"]);
});

test("needs a group in common, a receiver who can read it, and a consent that is not old", async () => {
  const of = await newHouse(api);
  const codes = async (who: string | null, more: object) =>
    (await act(api, who, "passReferral", inputOf(of, more), "referral { id }")).codes;
  const member = of.key("member");
  expect(await codes(null, {})).toEqual(["UNAUTHENTICATED"]);
  for (const kind of ["stranger", "resigned", "requested", "banned"] as const) {
    expect(await codes(of.key(kind), {})).toEqual(["FORBIDDEN"]);
  }
  expect(await codes(member, { receiverId: of.person("member") })).toEqual(["INVALID"]);
  expect(await codes(member, { receiverId: of.person("resigned") })).toEqual(["CONFLICT"]);
  expect(await codes(member, { receiverId: of.id })).toEqual(["NOT_FOUND"]);
  expect(await codes(member, { prospect: { name: "Wanda" } })).toEqual(["INVALID"]);
  expect(await codes(member, { prospect: { ...GIVEN.prospect, email: "nobody" } })).toEqual(["INVALID"]);
  expect(await codes(member, { consent: { givenOn: "2026-06-03", manner: "EMAIL" } })).toEqual(["INVALID"]);
  expect(await codes(member, { consent: { givenOn: "2025-05-01", manner: "EMAIL" } })).toEqual(["INVALID"]);
  expect(await codes(member, { text: " " })).toEqual(["INVALID"]);
  const { errors } = await api.as(member).graphql(
    `mutation { passReferral(input: { groupId: "${of.id}", receiverId: "${of.person("other")}", effort: RECOMMENDED,
       likelihood: LOW, text: "x", prospect: { name: "W", email: "w@example.org" } }) { errors { code } } }`,
  );
  expect(errors?.[0]?.message).toContain("consent");
  await api.dataSource.query("update people set email_verified_at = null where id = $1", [of.key("other")]);
  expect(await codes(member, {})).toEqual(["CONFLICT"]);
});

test("is passed once for a key, whatever is sent again", async () => {
  const of = await newHouse(api);
  const input = inputOf(of, { idempotencyKey: "ref-1" });
  const first = await done(api, of.key("member"), "passReferral", input, "referral { id }");
  const again = await done(api, of.key("member"), "passReferral", input, "referral { id }");
  expect(again["referral"]).toEqual(first["referral"]);
  const other = await act(api, of.key("member"), "passReferral", { ...input, likelihood: "LOW" }, "referral { id }");
  expect(other.codes).toEqual(["CONFLICT"]);
  expect(await eventsOf(first["referral"].id as string)).toEqual(["referral.passed"]);
});

test("takes each step once and in order; one that was taken may be sent again", async () => {
  const of = await newHouse(api);
  const other = of.key("other");
  const id = await passed(of);
  for (const name of ["reportReferralContacted", "reportReferralWon", "reportReferralLost"]) {
    expect((await step(other, name, id)).codes).toEqual(["CONFLICT"]);
  }
  expect((await act(api, other, "reportClosedBusiness", { referralId: id, ...business(1) })).codes).toEqual([
    "CONFLICT",
  ]);
  await step(other, "acknowledgeReferral", id);
  expect((await step(other, "returnReferral", id)).codes).toEqual(["CONFLICT"]);
  await step(other, "reportReferralContacted", id);
  const again = await step(other, "acknowledgeReferral", id, { word: "once more" });
  expect(again.payload?.["referral"]).toMatchObject({ status: "CONTACTED", version: 3 });
  expect((await step(other, "reportReferralLost", id)).codes).toEqual([]);
  expect((await step(other, "reportReferralWon", id)).codes).toEqual(["CONFLICT"]);
  expect(await eventsOf(id)).toEqual([
    "referral.passed",
    "referral.acknowledged",
    "referral.contacted",
    "referral.lost",
  ]);
});

test("a receiver who gives it back loses sight of the prospect's contact; the giver does not", async () => {
  const of = await newHouse(api);
  const id = await passed(of);
  expect((await step(of.key("other"), "returnReferral", id, { word: "Not my trade." })).codes).toEqual([]);
  expect(await whole(of.key("other"), id)).toMatchObject({ status: "RETURNED", prospectContact: null });
  expect(await whole(of.key("member"), id)).toMatchObject({
    prospectContact: { email: "wanda@example.org" },
    steps: [{ status: "PASSED" }, { status: "RETURNED", word: "Not my trade." }],
  });
});

test.each([0, 1, 2, 3, 4])("of two steps at once one counts, and both sides read which (%i)", async () => {
  const of = await newHouse(api);
  const id = await passed(of);
  const other = of.key("other");
  const outcomes = await Promise.all([
    step(other, "acknowledgeReferral", id),
    step(other, "returnReferral", id),
    step(other, "acknowledgeReferral", id),
  ]);
  const [taken, returned, again] = outcomes.map(({ codes }) => codes);
  const status = await statusOf(of.key("member"), id);
  expect(status).toBe(await statusOf(other, id));
  expect([taken, returned, again]).toEqual(
    status === "RETURNED" ? [["CONFLICT"], [], ["CONFLICT"]] : [[], ["CONFLICT"], []],
  );
  expect(await eventsOf(id)).toHaveLength(2);
});

test("across a block it is accepted and goes nowhere: the giver cannot tell it from one not answered", async () => {
  const of = await newHouse(api);
  // Who organises a group goes on seeing its members, also one who blocks them.
  const organiser = of.key("organiser");
  await makeBlock(api.dataSource, of.key("other"), organiser);
  const withheld = await passed(of, organiser);
  const plain = await passed(of, organiser, { receiverId: of.person("member") });
  const without = ({ receiver: _receiver, ...rest }: Record<string, unknown>) => rest;
  const [one, two] = [await whole(organiser, withheld), await whole(organiser, plain)];
  expect(without(one ?? {})).toEqual(without(two ?? {}));
  expect(one?.["receiver"]).toEqual({ id: of.person("other") });

  expect(await whole(of.key("other"), withheld)).toBeNull();
  expect((await step(of.key("other"), "acknowledgeReferral", withheld)).codes).toEqual(["NOT_FOUND"]);
  const { data } = await api
    .as(of.key("other"))
    .graphql("{ viewer { referralsReceived { totalCount edges { cursor } } } }");
  expect(data).toEqual({ viewer: { referralsReceived: { totalCount: 0, edges: [] } } });

  // Nor does it appear once the block is taken away.
  await api.dataSource.query("delete from blocks where blocked_id = $1", [organiser]);
  expect(await whole(of.key("other"), withheld)).toBeNull();
  // Whoever does not organise the group finds nobody there.
  await makeBlock(api.dataSource, of.key("other"), of.key("member"));
  const refused = await act(api, of.key("member"), "passReferral", inputOf(of), "referral { id }");
  expect(refused.codes).toEqual(["NOT_FOUND"]);
});

test("a block that comes later leaves both what is theirs, and neither the other's name", async () => {
  const of = await newHouse(api);
  const id = await passed(of);
  await makeBlock(api.dataSource, of.key("other"), of.key("member"));
  expect(await whole(of.key("member"), id)).toMatchObject({ receiver: null, giver: { id: of.person("member") } });
  expect(await whole(of.key("other"), id)).toMatchObject({ giver: null, status: "PASSED" });
  expect((await step(of.key("other"), "acknowledgeReferral", id)).codes).toEqual([]);
});

test("what was said stays as it was, by the database's own word", async () => {
  const of = await newHouse(api);
  const id = await won(of);
  await done(api, of.key("other"), "reportClosedBusiness", { referralId: id, ...business(5) }, "closedBusiness { id }");
  await expect(api.dataSource.query("update closed_business set amount_minor_units = 6")).rejects.toThrow(
    "append-only",
  );
  await expect(api.dataSource.query("delete from referral_steps")).rejects.toThrow("append-only");
});
