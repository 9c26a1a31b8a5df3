/** Confirming a visit by a form, as a browser without scripts sends it. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { act } from "../support/meetings.ts";
import { RsvpHouse } from "../support/rsvps.ts";
import { testSettings } from "../support/start-api.ts";

let house: RsvpHouse;
beforeAll(async () => {
  house = await RsvpHouse.open();
});
afterAll(() => house.close());

const send = async (link: string, origin = testSettings.publicUrl) => {
  const response = await fetch(new URL("/visit", house.api.url), {
    method: "POST",
    headers: { origin },
    body: new URLSearchParams({ link }),
  });
  return { status: response.status, text: await response.text() };
};

test("who pastes the link of the mail comes; a form of elsewhere and a link of nobody do nothing", async () => {
  const meeting = await house.meeting({ startsAtLocal: "2026-06-30T07:00:00", inPersonCapacity: 3 });
  const input = { meetingId: meeting.globalId, email: "vera@example.org", name: "Vera Visitor" };
  await act(house.api, null, "requestVisit", input, "linkExpiresAt");
  const letter = (await house.mails()).find(({ headers }) => headers["to"] === input.email);
  const link = /http:\S+\/visit#ngv_[0-9a-f]{64}/.exec(letter?.text ?? "")?.[0] ?? "";

  expect((await send(link, "https://evil.example")).status).toBe(403);
  expect((await send(`${link}0`)).text).toMatch(/role="alert">This link is unknown\..*name="link"/s);
  expect(await house.seats(meeting)).toMatchObject({ taken: 0 });
  expect((await send(` ${link} `)).text).toContain("You are going. See you there!");
  expect((await send(link.slice(link.indexOf("#") + 1))).text).toContain("You are going. See you there!");
  expect(await house.seats(meeting)).toMatchObject({ taken: 1 });
});
