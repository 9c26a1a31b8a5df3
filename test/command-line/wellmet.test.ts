import "reflect-metadata";
import { expect, test } from "@jest/globals";
import type { Command } from "commander";
import { makeProgram } from "../../src/command-line/program.ts";
import { COMMAND_TIMEOUT_MS, wellmet } from "../support/wellmet.ts";

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

const paths = (command: Command, above: readonly string[] = []): (readonly string[])[] => [
  above,
  ...command.commands.flatMap((child) => paths(child, [...above, child.name()])),
];

test.each(paths(makeProgram()).map((path) => [path.join(" ") || "wellmet itself", path] as const))(
  "--help of %s is a result, needs no settings and no database, and ends with 0",
  async (_, path) => {
    const { exitCode, stdout, stderr } = await wellmet([...path, "--help"], {});
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(["Usage: wellmet", ...path].join(" "));
    const command = path.reduce<Command>(
      (parent, name) => parent.commands.find((child) => child.name() === name) ?? parent,
      makeProgram(),
    );
    // The text is broken into lines as wide as the terminal.
    const words = stdout.replaceAll(/\s+/g, " ");
    expect(words).toContain(command.description());
    for (const { flags, description } of command.options) {
      expect(words).toContain(flags);
      expect(words).toContain(description);
    }
  },
  COMMAND_TIMEOUT_MS,
);

test.each([[["migrat"]], [["migrate", "--no-such-option"]]])(
  "%j is told from a command and ends with 2 and no result",
  async (args) => {
    const { exitCode, stdout, stderr } = await wellmet(args, {});
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("error:");
  },
  COMMAND_TIMEOUT_MS,
);

test(
  "faulty settings end with 2 and are named",
  async () => {
    const { exitCode, stderr } = await wellmet(["migrate"], { PORT: "many", LOG_LEVEL: "loud" });
    expect(exitCode).toBe(2);
    for (const variable of ["PORT", "LOG_LEVEL"]) expect(stderr).toContain(variable);
  },
  COMMAND_TIMEOUT_MS,
);
