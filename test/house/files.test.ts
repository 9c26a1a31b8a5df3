import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "@jest/globals";

/** Folders of src that are no rooms of the domain: their files are named as they like. */
const OTHER_FOLDERS = new Set(["platform", "server", "command-line"]);
const KINDS = ["entity", "policy", "reads", "events", "jobs", "mails", "resolver"];
const EMPTY_NAMES = /^(index|utils?|services?|types|helpers?|common|misc)\b/;

const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const files = (folder: string): string[] =>
  readdirSync(join("src", folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join("src", folder, name));

const allFiles = folders.flatMap((folder) => files(folder.name));
const roomFiles = folders.filter((folder) => !OTHER_FOLDERS.has(folder.name)).flatMap((folder) => files(folder.name));

const kebab = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
const exportedNames = (path: string): string[] =>
  [
    ...readFileSync(path, "utf8").matchAll(
      /^export (?:async |abstract )*(?:function\*?|const|class|interface|type|enum) (\w+)/gm,
    ),
  ].map(([, name]) => kebab(name ?? ""));

const hasKind = (path: string): boolean => KINDS.some((kind) => path.endsWith(`.${kind}.ts`));

describe("files", () => {
  test("lie in a room, except for none", () => {
    expect(readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);
  });

  test("lie in a room that has a floor, and a line in ARCHITECTURE.md", () => {
    const [floors, architecture] = [".dependency-cruiser.cjs", "ARCHITECTURE.md"].map((path) =>
      readFileSync(path, "utf8"),
    );
    const rooms = folders.map((folder) => folder.name);
    expect(rooms.filter((room) => !floors?.includes(`"${room}"`))).toEqual([]);
    expect(rooms.filter((room) => !new RegExp(`(^|· )${room}( |$)`, "m").test(architecture ?? ""))).toEqual([]);
  });

  test("are named in lower case with hyphens, after what they are about", () => {
    expect(allFiles.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?\.ts$/.test(basename(path)))).toEqual([]);
    expect(allFiles.filter((path) => EMPTY_NAMES.test(basename(path)))).toEqual([]);
  });

  test.each(roomFiles.filter((path) => !hasKind(path)))("%s exports what it is named after", (path) => {
    // An act is named in full (`cancel-meeting`); what several acts share may be named after its noun (`seats`).
    const name = basename(path, ".ts");
    expect(exportedNames(path).filter((exported) => `-${exported}-`.includes(`-${name}-`))).not.toEqual([]);
  });
});
