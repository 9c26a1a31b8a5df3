/** `npm run schema`: prints what is derived from the code into the files that are committed. */
import { writeFileSync } from "node:fs";
import { printedFiles } from "./printed-files.ts";

for (const [name, content] of Object.entries(await printedFiles())) writeFileSync(name, content);
