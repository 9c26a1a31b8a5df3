import "reflect-metadata";
import { expect, test } from "@jest/globals";
import type { Command } from "commander";
import { makeProgram } from "../../src/command-line/program.ts";
import { run } from "../support/processes.ts";

const TIMEOUT_MS = 120_000;
const wellmet = (...args: string[]) => run("src/command-line/wellmet.ts", args, {}).finished;
const withDescendants = (command: Command): Command[] => [command, ...command.commands.flatMap(withDescendants)];

test("every command says what it is for, and so does each of its options", () => {
  const commands = withDescendants(makeProgram());
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) {
    expect({ [command.name()]: command.description() }).not.toEqual({ [command.name()]: "" });
    for (const option of command.options) {
      expect({ [option.flags]: option.description }).not.toEqual({ [option.flags]: "" });
    }
  }
});

test(
  "help is a result and ends with 0",
  async () => {
    const { exitCode, stdout, stderr } = await wellmet("seed", "demo", "--help");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("Usage: wellmet seed demo");
  },
  TIMEOUT_MS,
);

test.each([[["migrat"]], [["migrate", "--no-such-option"]]])(
  "%j is told from a command and ends with 2 and no result",
  async (args) => {
    const { exitCode, stdout, stderr } = await wellmet(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("error:");
  },
  TIMEOUT_MS,
);

test(
  "faulty settings end with 2 and are named",
  async () => {
    const { exitCode, stderr } = await run("src/command-line/wellmet.ts", ["migrate"], {
      PORT: "many",
      LOG_LEVEL: "loud",
    }).finished;
    expect(exitCode).toBe(2);
    for (const variable of ["PORT", "LOG_LEVEL"]) expect(stderr).toContain(variable);
  },
  TIMEOUT_MS,
);
