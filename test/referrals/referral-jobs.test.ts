import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { drainJobs, runTimer } from "../../src/platform/jobs.ts";
import { done } from "../support/act.ts";
import { type CastApi, makeBlock, startWithCast } from "../support/cast.ts";
import { StillClock, testJobs } from "../support/jobs.ts";
import { type House, newHouse } from "../support/new-house.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast();
});
afterAll(() => api.close());

const passed = async (of: House, giver: string): Promise<string> => {
  const input = {
    ...{ groupId: of.id, receiverId: of.person("other"), effort: "RECOMMENDED", likelihood: "LOW", text: "A roof." },
    ...{ prospect: { name: "Wanda", email: "w@example.org" }, consent: { givenOn: "2026-05-30", manner: "EMAIL" } },
  };
  return (await done(api, giver, "passReferral", input, "referral { id }"))["referral"].id as string;
};

test("the receiver hears of a referral by mail, without the prospect's name, and of a withheld one not at all", async () => {
  const of = await newHouse(api);
  await makeBlock(api.dataSource, of.key("other"), of.key("organiser"));
  await passed(of, of.key("organiser"));
  await passed(of, of.key("member"));
  const jobs = testJobs(api.dataSource.manager);
  jobs.mail.empty();
  await drainJobs(jobs.deps);
  const mails = jobs.mail.read();
  const text = JSON.stringify(mails);
  expect(mails).toHaveLength(1);
  expect(text).toContain(`${of.key("other")}@example.org`);
  expect(text).toContain("member passed you a referral");
  expect(text).not.toContain("Wanda");
});

test("a prospect is forgotten two years after the last step, and asks two years after their end", async () => {
  const of = await newHouse(api);
  const referralId = await passed(of, of.key("member"));
  const ask = { kind: "ADVICE", text: "Who?", topics: ["Roofs"], openUntil: "2026-06-15T09:00:00Z" };
  const audience = { audience: "GROUPS", groupIds: [of.id] };
  const posted = await done(api, of.key("member"), "postAsk", { ...ask, ...audience }, "ask { id }");
  await done(api, of.key("other"), "respondToAsk", { askId: posted["ask"].id, text: "I." }, "response { id }");
  await done(api, of.key("member"), "postOffer", { ...ask, ...audience }, "offer { id }");
  const read = async () => {
    const { data } = await api.as(of.key("member")).graphql(
      `query ($id: ID!) { viewer { asks { totalCount } offers { totalCount } }
         node(id: $id) { ... on Referral { status prospectName prospectContact { email phone } } } }`,
      { id: referralId },
    );
    return data;
  };
  const forget = async (moment: string) => {
    const jobs = testJobs(api.dataSource.manager, { clock: new StillClock(moment) });
    await runTimer(jobs.deps, "forget-prospects");
    await runTimer(jobs.deps, "forget-asks-and-offers");
  };
  await forget("2028-05-30T09:00:00Z");
  expect(await read()).toEqual({
    viewer: { asks: { totalCount: 1 }, offers: { totalCount: 1 } },
    node: { status: "PASSED", prospectName: "Wanda", prospectContact: { email: "w@example.org", phone: null } },
  });
  await forget("2028-06-14T09:00:00Z");
  expect(await read()).toEqual({
    viewer: { asks: { totalCount: 0 }, offers: { totalCount: 0 } },
    node: { status: "PASSED", prospectName: null, prospectContact: { email: null, phone: null } },
  });
});
