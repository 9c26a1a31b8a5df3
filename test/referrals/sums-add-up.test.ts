/** Whatever is passed on, reported and corrected, each person's sums are those of the reports that they may read. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { chanceOf } from "../differential/chance.ts";
import { act, done } from "../support/act.ts";
import { type CastApi, startWithCast } from "../support/cast.ts";
import { type Kind, newHouse } from "../support/new-house.ts";

const SEEDS = [1, 2, 3];
const PEOPLE: readonly Kind[] = ["owner", "organiser", "host", "member", "other", "trial"];
const CURRENCIES = ["GBP", "JPY"];
const DAYS = ["2026-04-30", "2026-05-01", "2026-05-31"];
const SPANS = [{}, { from: "2026-05-01" }, { from: "2026-05-01", before: "2026-05-31" }];

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

interface Passed {
  readonly id: string;
  readonly giver: Kind;
  readonly receiver: Kind;
  readonly from: Passed | null;
}
interface Reported {
  id: string;
  readonly referral: Passed;
  readonly currency: string;
  amount: number;
  closedOn: string;
}

/** Everybody in the chain above a report but its reporter, told from what was sent alone. */
function giversOf({ referral }: Reported): Set<Kind> {
  const givers = new Set<Kind>();
  let one: Passed | null = referral;
  for (let place = 1; one && place <= 5; place++, one = one.from) givers.add(one.giver);
  givers.delete(referral.receiver);
  return givers;
}

interface Line {
  readonly node: { amount: { amountMinorUnits: number; currency: string }; closedOn: string };
}
interface Own {
  readonly closedBusinessReported: { edges: readonly Line[] };
  readonly closedBusinessCredited: { edges: readonly Line[] };
  readonly sums: { reported: Sum; credited: Sum };
}
interface Sum {
  readonly amountMinorUnits: number;
  readonly count: number;
}

const OWN = `query ($currency: String!, $from: LocalDate, $before: LocalDate) { viewer {
  closedBusinessReported(first: 100, filter: { standing: true }) { edges { node { amount { amountMinorUnits currency } closedOn } } }
  closedBusinessCredited(first: 100, filter: { standing: true }) { edges { node { amount { amountMinorUnits currency } closedOn } } }
  sums: closedBusinessSums(currency: $currency, from: $from, before: $before) {
    reported { amountMinorUnits count } credited { amountMinorUnits count } } } }`;

const addedUp = (all: readonly { amount: number }[]): Sum => ({
  amountMinorUnits: all.reduce((sum, { amount }) => sum + amount, 0),
  count: all.filter(({ amount }) => amount > 0).length,
});

test.each(SEEDS)("to the minor unit, in every currency and span (seed %i)", async (seed) => {
  const chance = chanceOf(seed);
  const of = await newHouse(api);
  const passed: Passed[] = [];
  const reports: Reported[] = [];

  const pass = async (): Promise<void> => {
    const giver = chance.pick(PEOPLE);
    const receiver = chance.pick(PEOPLE.filter((kind) => kind !== giver));
    const received = passed.filter((one) => one.receiver === giver);
    const from = received.length > 0 && chance.chance(0.8) ? chance.pick(received) : null;
    const input = {
      ...{ groupId: of.id, receiverId: of.person(receiver), fromReferralId: from?.id },
      ...{ prospect: { name: "W", email: "w@example.org" }, consent: { givenOn: "2026-05-30", manner: "EMAIL" } },
      ...{ effort: "RECOMMENDED", likelihood: "LOW", text: "A roof." },
    };
    const { referral } = await done(api, of.key(giver), "passReferral", input, "referral { id }");
    const referralId = referral.id as string;
    for (const step of ["acknowledgeReferral", "reportReferralContacted", "reportReferralWon"]) {
      await done(api, of.key(receiver), step, { referralId });
    }
    passed.push({ id: referralId, giver, receiver, from });
  };
  const report = async (): Promise<void> => {
    const referral = chance.pick(passed);
    const [currency, closedOn] = [chance.pick(CURRENCIES), chance.pick(DAYS)];
    const amount = chance.pick([1, 999, 1_000_000_000]);
    const input = { referralId: referral.id, amount: { amountMinorUnits: amount, currency }, closedOn };
    const who = of.key(referral.receiver);
    const { closedBusiness } = await done(api, who, "reportClosedBusiness", input, "closedBusiness { id }");
    reports.push({ id: closedBusiness.id as string, referral, currency, amount, closedOn });
  };
  const correct = async (): Promise<void> => {
    const wrong = chance.pick(reports);
    const [amount, closedOn] = [chance.pick([0, 7, 1_000_000_000]), chance.pick(DAYS)];
    const money = { amountMinorUnits: amount, currency: wrong.currency };
    const input = { closedBusinessId: wrong.id, amount: money, closedOn };
    const who = of.key(wrong.referral.receiver);
    const { closedBusiness } = await done(api, who, "correctClosedBusiness", input, "closedBusiness { id }");
    Object.assign(wrong, { id: closedBusiness.id as string, amount, closedOn });
  };
  for (let step = 0; step < 14; step++) {
    if (passed.length < 3 || chance.chance(0.35)) await pass();
    else if (reports.length < 2 || chance.chance(0.6)) await report();
    else await correct();
  }

  for (const kind of PEOPLE) {
    for (const currency of CURRENCIES) {
      for (const span of SPANS) {
        const { data, errors } = await api.as(of.key(kind)).graphql<{ viewer: Own }>(OWN, { currency, ...span });
        expect(errors).toBeUndefined();
        const { sums, closedBusinessReported, closedBusinessCredited } = data?.viewer as Own;
        const { from = "", before = "9999" } = span;
        const counts = (one: { currency: string; closedOn: string }): boolean =>
          one.currency === currency && one.closedOn >= from && one.closedOn < before;
        const read = ({ edges }: { edges: readonly Line[] }) =>
          edges
            .map(({ node }) => ({ ...node, currency: node.amount.currency, amount: node.amount.amountMinorUnits }))
            .filter(counts);
        // What is shown adds up, and it is what was sent.
        expect(sums.reported).toEqual(addedUp(read(closedBusinessReported)));
        expect(sums.credited).toEqual(addedUp(read(closedBusinessCredited)));
        const own = reports.filter(counts);
        expect(sums.reported).toEqual(addedUp(own.filter(({ referral }) => referral.receiver === kind)));
        expect(sums.credited).toEqual(addedUp(own.filter((one) => giversOf(one).has(kind))));
      }
    }
  }
});

test("nobody corrects what is no longer true, in another currency, or of somebody else", async () => {
  const of = await newHouse(api);
  const input = {
    ...{ groupId: of.id, receiverId: of.person("other"), effort: "RECOMMENDED", likelihood: "LOW", text: "A roof." },
    ...{ prospect: { name: "W", email: "w@example.org" }, consent: { givenOn: "2026-05-30", manner: "EMAIL" } },
  };
  const { referral } = await done(api, of.key("member"), "passReferral", input, "referral { id }");
  const referralId = referral.id as string;
  const other = of.key("other");
  for (const step of ["acknowledgeReferral", "reportReferralContacted", "reportReferralWon"]) {
    await done(api, other, step, { referralId });
  }
  const money = (amountMinorUnits: number, currency = "GBP") => ({
    amount: { amountMinorUnits, currency },
    closedOn: "2026-05-31",
  });
  const codes = async (who: string, name: string, sent: Record<string, unknown>) =>
    (await act(api, who, name, sent, "closedBusiness { id }")).codes;
  expect(await codes(other, "reportClosedBusiness", { referralId, ...money(0) })).toEqual(["INVALID"]);
  expect(await codes(other, "reportClosedBusiness", { referralId, ...money(5, "XXQ") })).toEqual(["INVALID"]);
  expect(await codes(other, "reportClosedBusiness", { referralId, ...money(5), closedOn: "2026-06-03" })).toEqual([
    "INVALID",
  ]);
  expect(await codes(of.key("member"), "reportClosedBusiness", { referralId, ...money(5) })).toEqual(["FORBIDDEN"]);
  const key = { idempotencyKey: "biz-1" };
  const sent = { referralId, ...money(500, "GBP"), payer: "P", showsPayerToGiver: true, ...key };
  const first = await done(api, other, "reportClosedBusiness", sent, "closedBusiness { id }");
  const again = await done(api, other, "reportClosedBusiness", sent, "closedBusiness { id }");
  expect(again["closedBusiness"]).toEqual(first["closedBusiness"]);
  const closedBusinessId = first["closedBusiness"].id as string;
  const { data } = await api
    .as(of.key("member"))
    .graphql("query ($id: ID!) { node(id: $id) { ... on ClosedBusiness { payer } } }", { id: closedBusinessId });
  expect(data).toEqual({ node: { payer: "P" } });

  expect(await codes(of.key("member"), "correctClosedBusiness", { closedBusinessId, ...money(1) })).toEqual([
    "FORBIDDEN",
  ]);
  expect(await codes(of.key("host"), "correctClosedBusiness", { closedBusinessId, ...money(1) })).toEqual([
    "NOT_FOUND",
  ]);
  expect(await codes(other, "correctClosedBusiness", { closedBusinessId, ...money(1, "EUR") })).toEqual(["INVALID"]);
  const both = await Promise.all(
    [1, 2].map((n) => codes(other, "correctClosedBusiness", { closedBusinessId, ...money(n) })),
  );
  expect(both.map(([code]) => code ?? "ok").sort()).toEqual(["CONFLICT", "ok"]);
});
