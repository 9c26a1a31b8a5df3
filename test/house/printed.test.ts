import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { printedFiles } from "../../scripts/printed-files.ts";

test("what is printed from the code is committed as it is now (`npm run schema`)", async () => {
  for (const [name, content] of Object.entries(await printedFiles())) {
    expect({ [name]: readFileSync(name, "utf8") }).toEqual({ [name]: content });
  }
});
