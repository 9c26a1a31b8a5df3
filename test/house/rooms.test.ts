import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { getMetadataArgsStorage } from "typeorm";
import { entities, resolvers } from "../../src/server/rooms.ts";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" });
const rooms = readFileSync("src/server/rooms.ts", "utf8");

const exportsOf = async (suffix: string): Promise<unknown[]> => {
  const paths = sources.filter((path) => path.endsWith(suffix));
  const modules = await Promise.all(paths.map((path) => import(`../../src/${path}`) as Promise<object>));
  return modules.flatMap((module) => Object.values(module));
};

test("every class with a table is in the directory", async () => {
  await exportsOf(".entity.ts");
  const tables = getMetadataArgsStorage().tables.map((table) => table.target);
  expect(tables.filter((table) => !entities.includes(table as never))).toEqual([]);
  expect(entities.filter((entity) => !tables.includes(entity))).toEqual([]);
});

test("every door is in the directory", async () => {
  const isDoor = (value: unknown) => typeof value === "function" && value.name.endsWith("Resolver");
  const doors = (await exportsOf(".resolver.ts")).filter(isDoor);
  expect(doors.length).toBeGreaterThan(0);
  expect(doors.filter((door) => !resolvers.includes(door as never))).toEqual([]);
});

test.each([".reads.ts", ".jobs.ts", ".mails.ts"])("every file of kind %s is loaded by the directory", (suffix) => {
  const paths = sources.filter((path) => path.endsWith(suffix));
  expect(paths.filter((path) => !rooms.includes(`"../${path}"`))).toEqual([]);
});
