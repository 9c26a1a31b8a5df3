/** What signals do to a server that is ending. */
import { describe, expect, test } from "@jest/globals";
import { makeLog } from "../../src/platform/log.ts";
import { Ending, SAME_REQUEST_MS } from "../../src/server/ending.ts";

/** An ending with one step, which lasts until it is let go, on a clock that stands until it is told. */
function slowEnding() {
  const exits: number[] = [];
  const world = { now: 5_000 };
  const ending = new Ending(makeLog("silent"), 60_000, {
    now: () => world.now,
    exit: (code) => exits.push(code),
  });
  let letGo: () => void = () => undefined;
  ending.then("requests", () => new Promise<void>((resolve) => (letGo = resolve)));
  return { ending, exits, world, letGo: () => letGo() };
}

describe("a signal", () => {
  test("that comes twice within a second is one request, and everything still ends in its time", async () => {
    const { ending, exits, world, letGo } = slowEnding();
    const first = ending.ask("SIGINT");
    await ending.ask("SIGINT");
    world.now += SAME_REQUEST_MS;
    await ending.ask("SIGTERM");
    expect(exits).toEqual([]);
    letGo();
    await first;
    expect(exits).toEqual([0]);
  });

  test("that comes later once more does not wait", async () => {
    const { ending, exits, world, letGo } = slowEnding();
    const first = ending.ask("SIGINT");
    world.now += SAME_REQUEST_MS + 1;
    await ending.ask("SIGINT");
    expect(exits).toEqual([1]);
    letGo();
    await first;
  });

  test("is asked for the first time also where something else began the ending", async () => {
    const { ending, exits, letGo } = slowEnding();
    const first = ending.begin("the embedded database ended", 1);
    await ending.ask("SIGTERM");
    expect(exits).toEqual([]);
    letGo();
    await first;
    expect(exits).toEqual([1]);
  });
});
