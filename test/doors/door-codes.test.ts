/** The code that a telephone at the entrance reads: by the endpoint, and on the page where hosts open doors. */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { globalId } from "../../src/platform/ids.ts";
import { act, done } from "../support/act.ts";
import type { CastApi } from "../support/cast.ts";
import { atDoor } from "../support/doors.ts";
import { makeMeeting } from "../support/meetings.ts";
import { HOME, startForApps, Visitor } from "../support/oauth.ts";
import { readQrCode } from "../support/qr-codes.ts";

let api: CastApi;
beforeAll(async () => {
  api = await startForApps();
});
afterAll(() => api.close());

const PAGE = "/doors";
const doorsOf = (meetingId: string) =>
  api.dataSource.query<{ id: string; label: string | null; closed_at: Date | null }[]>(
    "select id, label, closed_at from doors where meeting_id = $1 order by created_at, id",
    [meetingId],
  );
const codeIn = (text: string) => readQrCode(/<svg.*?<\/svg>/s.exec(text)?.[0] ?? "");
const opening = (text: string, meeting: { globalId: string }) => {
  const key = new RegExp(`value="${meeting.globalId}">\\s*<input type="hidden" name="key" value="([^"]+)"`).exec(text);
  return [
    ["meeting", meeting.globalId],
    ["key", key?.[1] ?? ""],
    ["action", "open"],
  ] as const;
};

test("a door is given out as a link and as a picture of it, once; the token stands behind the #", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const input = { meetingId: meeting.globalId, idempotencyKey: "a picture" };
  const { token, url, qrCode } = await done(api, "hana", "openDoor", input, "token url qrCode");
  expect(url).toBe(`${HOME}/door#${token}`);
  expect(readQrCode(qrCode)).toBe(url);
  const again = await done(api, "hana", "openDoor", input, "token url qrCode");
  expect(again).toMatchObject({ token: null, url: null, qrCode: null });
  const refused = await act(api, "hana", "openDoor", { ...input, maxUses: 0, idempotencyKey: null }, "url qrCode");
  expect(refused.codes).toEqual(["INVALID"]);
});

test("a host opens a door on the page, has its code read, and closes it", async () => {
  const meeting = await makeMeeting(api.dataSource, { title: "Breakfast & <Bread>" });
  const hana = await new Visitor(api).signedInAs("hana");
  const list = await hana.go(PAGE);
  expect(list.status).toBe(200);
  expect(list.text).toContain("Breakfast &amp; &lt;Bread&gt;");
  expect(list.text).not.toMatch(/<script|javascript:/i);

  const opened = await hana.submit(list, [["label", "Side entrance"], ...opening(list.text, meeting)]);
  expect(opened.headers.get("cache-control")).toBe("no-store");
  const link = new URL(codeIn(opened.text));
  expect([link.origin + link.pathname, link.search, link.hash.slice(0, 5)]).toEqual([`${HOME}/door`, "", "#ngd_"]);
  // In no address that is asked for, by redirect or form.
  expect(opened.url.href).toBe(`${HOME}${PAGE}`);
  const asDoor = () => atDoor(api, link.hash.slice(1), "{ door { label } }");
  const [door] = await doorsOf(meeting.id);
  expect(door).toMatchObject({ label: "Side entrance", closed_at: null });
  await api.dataSource.query("update doors set starts_at = created_at where id = $1", [door?.id]);
  expect((await asDoor()).data).toEqual({ door: { label: "Side entrance" } });

  const closed = await hana.submit(opened, [
    ["door", globalId("dor", door?.id ?? "")],
    ["action", "close"],
  ]);
  expect([closed.url.href, closed.text.includes("Closed.")]).toEqual([`${HOME}${PAGE}?done=closed`, true]);
  expect((await asDoor()).status).toBe(401);
});

test("a form that comes twice opens one door, and shows its code that once", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const dev = await new Visitor(api).signedInAs("dev");
  const list = await dev.go(PAGE);
  const form = opening(list.text, meeting);
  expect(codeIn((await dev.submit(list, form)).text)).toContain("/door#ngd_");
  const again = await dev.submit(list, form);
  expect([again.text.includes("shown that once"), again.text.includes("<svg")]).toEqual([true, false]);
  expect(await doorsOf(meeting.id)).toHaveLength(1);
  expect((await dev.submit(list, [["label", "x".repeat(81)], ...opening(list.text, meeting)])).text).toContain(
    'role="alert"',
  );
});

test("lists what is still to come of groups that one hosts, and nothing else", async () => {
  const listed = async (who: "ada" | "ben" | "hana", meeting: { id: string }) =>
    (await (await new Visitor(api).signedInAs(who)).go(PAGE)).text.includes(meeting.id);
  const coming = await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-01T23:00:00" });
  const past = await makeMeeting(api.dataSource, { startsAtLocal: "2026-05-20T07:00:00" });
  const draft = await makeMeeting(api.dataSource, { publishedAt: null });
  const cancelled = await makeMeeting(api.dataSource, { cancelledAt: new Date("2026-05-30T09:00:00Z") });
  const seen = [];
  for (const meeting of [coming, past, draft, cancelled]) seen.push(await listed("hana", meeting));
  expect(seen).toEqual([true, false, false, false]);
  expect([await listed("ada", coming), await listed("ben", coming)]).toEqual([true, false]);
});

test("lists the next twenty meetings, and says so once there are as many", async () => {
  const listed = async () => {
    const { text } = await (await new Visitor(api).signedInAs("dev")).go(PAGE);
    return [text.match(/<section /g)?.length, text.includes("The next 20 meetings")];
  };
  for (let [count] = await listed(); Number(count) < 19; [count] = await listed()) {
    await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-20T07:00:00" });
  }
  expect(await listed()).toEqual([19, false]);
  await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-21T07:00:00" });
  expect(await listed()).toEqual([20, true]);
  await makeMeeting(api.dataSource, { startsAtLocal: "2026-06-22T07:00:00" });
  expect(await listed()).toEqual([20, true]);
  await api.dataSource.query("update meetings set cancelled_at = '2026-05-30' where starts_at between $1 and $2", [
    ...["2026-06-19", "2026-06-23"],
  ]);
  expect((await listed())[1]).toBe(false);
});

test("threats 3 and 36: nobody opens or closes what they do not host, nor does a form of elsewhere", async () => {
  const meeting = await makeMeeting(api.dataSource);
  const hana = await new Visitor(api).signedInAs("hana");
  const list = await hana.go(PAGE);
  const form = opening(list.text, meeting);
  for (const origin of ["https://evil.example", "null"]) {
    expect((await hana.submit(list, form, { origin })).status).toBe(403);
  }
  const ben = await new Visitor(api).signedInAs("ben");
  expect((await ben.submit(list, form)).text).toContain('role="alert"');
  expect((await new Visitor(api).submit(list, form)).text).toContain("Send me a code");
  expect(await doorsOf(meeting.id)).toEqual([]);

  await hana.submit(list, form);
  const [door] = await doorsOf(meeting.id);
  const closing = [["door", globalId("dor", door?.id ?? "")] as const, ["action", "close"] as const];
  expect((await ben.submit(list, closing)).text).toContain('role="alert"');
  expect((await doorsOf(meeting.id))[0]?.closed_at).toBeNull();
});

test("asks whoever is not signed in to do so, and signs out", async () => {
  expect((await new Visitor(api).go(PAGE)).text).toContain("To open the doors of your meetings.");
  const hana = await new Visitor(api).signedInAs("hana");
  const out = await hana.submit(await hana.go(PAGE), [["action", "sign-out"]]);
  expect(out.text).toContain("Send me a code");
  expect(hana.cookies.has("__Host-sid")).toBe(false);
});
