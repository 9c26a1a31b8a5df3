import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Ban } from "../../src/groups/ban.entity.ts";
import { Person } from "../../src/people/person.entity.ts";
import { runTimer } from "../../src/platform/jobs.ts";
import { fixedId, keyOf, makePerson, makeRow } from "../support/cast.ts";
import { act } from "../support/meetings.ts";
import { RsvpHouse, type Who } from "../support/rsvps.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

const HOUR = 3600;
/** Days away, so that a link can run out before the meeting. */
const FAR = { startsAtLocal: "2026-06-30T07:00:00" };
const NAME = "Vera Visitor";

const request = (who: Who, meeting: { globalId: string }, email: string, more: Record<string, unknown> = {}) =>
  act<{ linkExpiresAt: string }>(
    house.api,
    who,
    "requestVisit",
    { meetingId: meeting.globalId, email, name: NAME, ...more },
    "linkExpiresAt",
  );
const confirm = (who: Who, token: string) =>
  act<{ status: string; meeting: { title: string } }>(
    house.api,
    who,
    "confirmVisit",
    { token },
    "status meeting { title }",
  );

async function mailedTo(email: string): Promise<{ token: string; text: string } | null> {
  const letter = (await house.mails()).find(({ headers }) => headers["to"] === email);
  if (!letter) return null;
  return { text: letter.text, token: /\/visit#(ngv_[0-9a-f]{64})$/m.exec(letter.text)?.[1] ?? "" };
}

async function linkFor(email: string, meeting: { globalId: string }, more: Record<string, unknown> = {}) {
  const { faults } = await request(null, meeting, email, more);
  expect(faults).toEqual([]);
  return (await mailedTo(email.toLowerCase()))?.token ?? "";
}
const personOf = (email: string) => house.api.dataSource.manager.findOneBy(Person, { email });

describe("a visitor without an account", () => {
  test("answers by a mailed link with no session, once, and is known to the group from then on", async () => {
    const meeting = await house.meeting({ ...FAR, inPersonCapacity: 3, guestsPerRsvpMax: 2 });
    const asked = await request(null, meeting, " Vera@Example.org ", { guests: 1 });
    expect(asked).toMatchObject({ faults: [], refused: [], linkExpiresAt: "2026-06-03T09:00:00.000Z" });
    expect(await personOf("vera@example.org")).toBeNull();
    expect(await house.seats(meeting)).toMatchObject({ taken: 0 });

    const mail = await mailedTo("vera@example.org");
    expect(mail?.text).toContain("http://localhost:4000/visit#ngv_");
    expect(mail?.text).not.toContain(NAME);
    const token = mail?.token ?? "";
    expect(await confirm(null, token)).toMatchObject({ status: "GOING", meeting: { title: "Breakfast" }, faults: [] });
    const vera = await personOf("vera@example.org");
    expect(vera).toMatchObject({ displayName: NAME, emailVerifiedAt: null });
    const rsvp = await house.row(meeting, vera?.id ?? "");
    expect(rsvp).toMatchObject({ status: "GOING", guests: 1, answeredById: vera?.id });
    expect(await house.seats(meeting)).toMatchObject({ taken: 2, held: 2 });
    expect(
      await house.api.dataSource.query("select kind from visitors where person_id = $1 and group_id = $2", [
        vera?.id,
        keyOf("harbourBreakfast"),
      ]),
    ).toEqual([{ kind: "PROSPECT" }]);

    // Confirming twice changes nothing, whoever holds the link, and however late.
    house.clock.pass(72 * HOUR);
    expect(await confirm("cleo", token)).toMatchObject({ status: "GOING", faults: [] });
    expect(await house.row(meeting, vera?.id ?? "")).toEqual(rsvp);
    house.clock.pass(-72 * HOUR);
  });

  test("queues for a full meeting, and is mailed an offer", async () => {
    const meeting = await house.meeting({ ...FAR, inPersonCapacity: 1 });
    await house.going("ben", meeting);
    const token = await linkFor("otto@example.org", meeting);
    expect(await confirm(null, token)).toMatchObject({ status: "WAITLISTED" });
    await house.say("ben", "rsvpNotGoing", meeting);
    expect((await house.mails()).map(({ headers }) => headers["to"])).toEqual(["otto@example.org"]);
  });

  test("who has an account is the same person, and a member becomes no visitor", async () => {
    const meeting = await house.meeting(FAR);
    const token = await linkFor("KIT@example.org", meeting);
    // Whoever else is signed in on that device: the token says who acts.
    expect(await confirm("cleo", token)).toMatchObject({ status: "GOING" });
    expect(await house.row(meeting, "kit")).toMatchObject({ status: "GOING", answeredById: keyOf("kit") });
    expect(await house.row(meeting, "cleo")).toBeUndefined();
    expect(await personOf("kit@example.org")).toMatchObject({ displayName: "Kit" });
    const visits = await house.api.dataSource.query("select 1 from visitors where person_id = $1", [keyOf("kit")]);
    expect(visits).toEqual([]);
  });

  test("presses a button on a page that tells nobody the token", async () => {
    const html = await (await fetch(house.api.url.replace("/graphql", "/visit"))).text();
    const meeting = await house.meeting(FAR);
    const token = await linkFor("page@example.org", meeting);
    const said = await new Promise<string>((resolve) => {
      const button = { addEventListener: (_event: string, press: () => void) => setImmediate(press) };
      const output = {
        set textContent(text: string) {
          resolve(text);
        },
      };
      const browser = {
        document: { querySelector: (name: string) => (name === "button" ? button : output) },
        location: { hash: `#${token}`, pathname: "/visit" },
        history: { replaceState: () => undefined },
        fetch: (path: string, init: RequestInit) => {
          expect(init.credentials).toBe("omit");
          return fetch(new URL(path, house.api.url), init);
        },
        JSON,
      };
      runInContext(/<script>(.*?)<\/script>/s.exec(html)?.[1] ?? "", createContext(browser));
    });
    expect(said).toBe("You are going. See you there!");
    expect(await house.seats(meeting)).toMatchObject({ taken: 1 });
  });
});

describe("requestVisit", () => {
  test("answers the same whoever has the address; to who is banned no mail goes", async () => {
    const meeting = await house.meeting(FAR);
    const answers = [];
    for (const email of ["nobody-knows@example.org", "ben@example.org", "bao@example.org", "walt@example.net"]) {
      answers.push(await request(null, meeting, email));
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    const sent = (await house.mails()).map(({ headers }) => headers["to"]).sort();
    expect(sent).toEqual(["ben@example.org", "nobody-knows@example.org", "walt@example.net"]);
  });

  test("refuses what no visitor could come to, and nonsense", async () => {
    const email = "vic@example.org";
    const faults = async (meeting: { globalId: string }, more = {}) =>
      (await request(null, meeting, email, more)).faults;
    expect(await faults(await house.meeting({ cancelledAt: house.clock.now() }))).toEqual(["CONFLICT meetingId"]);
    expect(await faults(await house.meeting({ startsAtLocal: "2026-06-01T10:00:00" }))).toEqual(["CONFLICT meetingId"]);
    expect(await faults(await house.meeting({ rsvpClosesAt: house.clock.now() }))).toEqual(["CONFLICT meetingId"]);
    expect(await faults(await house.meeting({ publishedAt: null }))).toEqual(["NOT_FOUND meetingId"]);
    const hidden = await house.meeting({ groupId: keyOf("quaysideCircle") });
    expect(await faults(hidden)).toEqual(["NOT_FOUND meetingId"]);
    // Nor can a member let a stranger in this way.
    expect((await request("finn", hidden, email)).faults).toEqual(["CONFLICT meetingId"]);
    const meeting = await house.meeting({ guestsPerRsvpMax: 1 });
    expect(await faults(meeting, { mode: "ONLINE" })).toEqual(["INVALID mode"]);
    expect(await faults(meeting, { guests: 2 })).toEqual(["INVALID guests"]);
    expect(await faults(meeting, { guests: -1 })).toEqual(["INVALID guests"]);
    expect(await faults(meeting, { email: "nonsense" })).toEqual(["INVALID email"]);
    expect(await faults(meeting, { name: "x".repeat(101) })).toEqual(["INVALID name"]);
    expect(await faults(meeting, { name: "x".repeat(100) })).toEqual([]);
  });

  test("writes five times an hour to one address", async () => {
    const meeting = await house.meeting(FAR);
    for (let each = 0; each < 5; each++) {
      expect((await request(null, meeting, "busy@example.org")).faults).toEqual([]);
    }
    await expect(request(null, meeting, "Busy@example.org")).rejects.toThrow("RATE_LIMITED");
  });
});

describe("confirmVisit", () => {
  test("refuses a link that is unknown, ran out, or came too late", async () => {
    expect((await confirm(null, "ngv_nothing")).faults).toEqual(["NOT_FOUND token"]);
    expect((await confirm(null, "x".repeat(201))).faults).toEqual(["INVALID token"]);
    const meeting = await house.meeting(FAR);
    const token = await linkFor("late@example.org", meeting);
    house.clock.pass(48 * HOUR);
    expect((await confirm(null, token)).faults).toEqual(["CONFLICT token"]);
    house.clock.pass(-1);
    await house.api.dataSource.query("update meetings set cancelled_at = now() where id = $1", [meeting.id]);
    expect((await confirm(null, token)).faults).toEqual(["CONFLICT token"]);
    await house.api.dataSource.query("update meetings set cancelled_at = null where id = $1", [meeting.id]);
    expect((await confirm(null, token)).status).toBe("GOING");
    house.clock.pass(1 - 48 * HOUR);
  });

  test("refuses who was banned after the mail went out, as anybody for whom the door is closed", async () => {
    const { id } = await makePerson(house.api.dataSource, { email: "troll@example.org" });
    const meeting = await house.meeting(FAR);
    const token = await linkFor("troll@example.org", meeting);
    await makeRow(house.api.dataSource, Ban, {
      id: fixedId(0xba01),
      groupId: keyOf("harbourBreakfast"),
      personId: id,
      imposedAt: house.clock.now(),
      imposedById: keyOf("ada"),
      liftedAt: null,
    });
    expect((await confirm(null, token)).faults).toEqual(["CONFLICT token"]);
    expect(await house.row(meeting, id)).toBeUndefined();
  });

  test("is one answer, however many press at once", async () => {
    const meeting = await house.meeting({ ...FAR, inPersonCapacity: 5 });
    const token = await linkFor("twice@example.org", meeting);
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(null, token)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => "GOING"));
    expect(await house.seats(meeting)).toMatchObject({ taken: 1, held: 1 });
  });
});

test("addresses of links that ran out are forgotten after a week", async () => {
  const count = async () => {
    const [row] = await house.api.dataSource.query<[{ count: string }]>("select count(*) from visit_requests");
    return Number(row.count);
  };
  expect(await count()).toBeGreaterThan(0);
  house.clock.pass(40 * 24 * HOUR);
  await runTimer(house.jobs.deps, "delete-ended-visit-requests");
  expect(await count()).toBe(0);
});
