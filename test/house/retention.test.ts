import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

/** Every constant by which something is kept for days, with its file. */
const constants = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .flatMap((path) => {
    const found = readFileSync(join("src", path), "utf8").matchAll(/^(?:export )?const (\w*KEPT_DAYS) = (\d+);$/gm);
    return [...found].map(([, name = "", days = ""]) => ({ name, days, file: join("src", path) }));
  });

test("what is kept how long is told as the code has it", () => {
  const told = readFileSync("docs/retention.md", "utf8").matchAll(
    /^\| .* \| (\d+) days? after .* \| `(\w+)` in `(.+)` \|$/gm,
  );
  const rows = [...told].map(([, days = "", name = "", file = ""]) => ({ name, days, file }));
  const inOrder = (all: typeof rows) =>
    [...all].sort((one, other) => (`${one.file} ${one.name}` < `${other.file} ${other.name}` ? -1 : 1));
  expect(constants.length).toBeGreaterThan(5);
  expect(inOrder(rows)).toEqual(inOrder(constants));
});
