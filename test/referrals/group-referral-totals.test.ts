/** What organisers learn of referrals: past months, added up over five givers and five receivers besides themself. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { chanceOf } from "../differential/chance.ts";
import { done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type House, type Kind, newHouse } from "../support/new-house.ts";
import { MovedClock } from "../support/rolls.ts";

const PEOPLE: readonly Kind[] = ["owner", "organiser", "host", "member", "other", "trial"];
const APRIL = "2026-04-15T09:00:00.000Z";
const MAY = "2026-05-02T09:00:00.000Z";

const clock = new MovedClock();
let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ clock });
});
afterAll(() => api.close());

const pass = async (of: House, giver: Kind, receiver: Kind): Promise<string> => {
  const input = {
    ...{ groupId: of.id, receiverId: of.person(receiver), effort: "RECOMMENDED", likelihood: "LOW", text: "A roof." },
    ...{ prospect: { name: "W", email: "w@example.org" }, consent: { givenOn: "2026-04-10", manner: "EMAIL" } },
  };
  return (await done(api, of.key(giver), "passReferral", input, "referral { id }"))["referral"].id as string;
};
const win = async (of: House, receiver: Kind, referralId: string): Promise<void> => {
  for (const step of ["acknowledgeReferral", "reportReferralContacted", "reportReferralWon"])
    await done(api, of.key(receiver), step, { referralId });
};
const report = async (of: House, who: Kind, referralId: string, amountMinorUnits: number): Promise<string> => {
  const input = { referralId, amount: { amountMinorUnits, currency: "GBP" }, closedOn: "2026-04-14" };
  return (await done(api, of.key(who), "reportClosedBusiness", input, "closedBusiness { id }"))["closedBusiness"].id;
};
const totals = async (of: House, who: Kind, month: string, currency = "GBP"): Promise<unknown> => {
  const { data, errors } = await api.as(of.key(who)).graphql<{ node: { referralTotals: unknown } }>(
    `query ($id: ID!, $month: LocalDate!, $currency: String) { node(id: $id) { ... on Group {
       referralTotals(month: $month, currency: $currency) { passed givers receivers closedBusinessMinorUnits } } } }`,
    { id: of.id, month, currency },
  );
  expect(errors).toBeUndefined();
  return data?.node.referralTotals;
};
const HIDDEN = { passed: null, givers: null, receivers: null, closedBusinessMinorUnits: null };

/** What each person reads of their own, added up. */
async function ownOnes(of: House): Promise<{ passed: number; business: number }> {
  let [passed, business] = [0, 0];
  for (const kind of PEOPLE) {
    const { data } = await api.as(of.key(kind)).graphql<{
      viewer: { referralsGiven: { totalCount: number }; sums: { reported: { amountMinorUnits: number } } };
    }>(
      '{ viewer { referralsGiven { totalCount } sums: closedBusinessSums(currency: "GBP") { reported { amountMinorUnits } } } }',
    );
    passed += data?.viewer.referralsGiven.totalCount ?? 0;
    business += data?.viewer.sums.reported.amountMinorUnits ?? 0;
  }
  return { passed, business };
}

test.each([1, 2, 3])("are the sum of what its members read of their own, to the minor unit (seed %i)", async (seed) => {
  const chance = chanceOf(seed);
  clock.moveTo(APRIL);
  const of = await newHouse(api);
  const ring = chance.shuffled(PEOPLE);
  const pairs = ring.map((giver, index) => [giver, ring[(index + 1) % ring.length] as Kind] as const);
  for (const [giver, receiver] of [...pairs, ...chance.some(pairs, 0.4)]) {
    const id = await pass(of, giver, receiver);
    await win(of, receiver, id);
    const first = await report(of, receiver, id, 1 + chance.int(1_000_000_000));
    if (chance.chance(0.4)) {
      const amount = { amountMinorUnits: chance.int(1_000_000_000), currency: "GBP" };
      await done(api, of.key(receiver), "correctClosedBusiness", {
        ...{ closedBusinessId: first, amount, closedOn: "2026-04-14" },
      });
    }
  }
  expect(await totals(of, "organiser", "2026-04-01")).toEqual(HIDDEN);
  clock.moveTo(MAY);
  const { passed, business } = await ownOnes(of);
  const april = { passed, givers: 6, receivers: 6, closedBusinessMinorUnits: business };
  for (const who of ["owner", "organiser"] as const) expect(await totals(of, who, "2026-04-30")).toEqual(april);
  expect(await totals(of, "organiser", "2026-04-30", "JPY")).toEqual({ ...april, closedBusinessMinorUnits: null });
  for (const month of ["2026-03-31", "2026-05-01"]) expect(await totals(of, "owner", month)).toEqual(HIDDEN);
  for (const who of ["host", "member"] as const) expect(await totals(of, who, "2026-04-30")).toBeNull();
});

test("tell nothing of four givers or four receivers, whoever asks counted out", async () => {
  clock.moveTo(APRIL);
  const of = await newHouse(api);
  // Five others give, but only four others receive; the organiser is the fifth.
  for (const giver of ["owner", "host", "member", "other", "trial"] as const) {
    const id = await pass(of, giver, giver === "owner" ? "host" : giver === "host" ? "member" : "organiser");
    if (giver === "other") await win(of, "organiser", id);
    if (giver === "other") await report(of, "organiser", id, 500);
  }
  await pass(of, "organiser", "other");
  await pass(of, "organiser", "trial");
  clock.moveTo(MAY);
  expect(await totals(of, "organiser", "2026-04-01")).toEqual(HIDDEN);
  // For the owner the organiser is one of the five who received.
  expect(await totals(of, "owner", "2026-04-01")).toEqual({
    ...{ passed: 7, givers: 6, receivers: 5, closedBusinessMinorUnits: null },
  });
});
