import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { makeLog } from "../../src/platform/log.ts";
import { act } from "../support/act.ts";
import { type CastApi, idOf, startWithCast } from "../support/cast.ts";

/** More than are taken at the same time: a place that a broken upload kept would be missed. */
const BROKEN = 6;

interface Line {
  readonly level: number;
  readonly msg: string;
}
const lines: Line[] = [];
const heard: { onBreak: () => void } = { onBreak: () => undefined };
const log = makeLog("info", {
  write(text) {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (line.msg === "an upload broke off") heard.onBreak();
  },
});

let api: CastApi;
beforeAll(async () => {
  api = await startWithCast({ log });
});
afterAll(() => api.close());

test("a file that breaks off on its way is an ordinary line of the log, and may be sent again", async () => {
  const input = { groupId: idOf("harbourBreakfast"), kind: "PEOPLE" };
  const { payload } = await act(api, "ada", "beginImport", input, "uploadPath");
  const address = new URL(String(payload?.["uploadPath"]), api.url);
  const headers = { "content-type": "text/csv" };
  for (let time = 1; time <= BROKEN; time++) {
    const told = new Promise<void>((resolve) => {
      heard.onBreak = resolve;
    });
    const half = request(address, {
      method: "PUT",
      headers: { ...headers, "content-length": "1000", expect: "100-continue" },
    });
    half.on("error", () => undefined);
    await once(half, "continue");
    half.write("id,name\nn1,New", () => half.destroy());
    await told;
  }
  expect(lines.filter(({ level }) => level > 30)).toEqual([]);
  expect((await fetch(address, { method: "PUT", headers, body: "id,name\nn1,New One\n" })).status).toBe(204);
});
