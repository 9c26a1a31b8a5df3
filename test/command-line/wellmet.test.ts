import { expect, test } from "@jest/globals";
import { run } from "../support/processes.ts";

const wellmet = (...args: string[]) => run("src/command-line/wellmet.ts", args, {}).finished;

test("every command tells how it is used", async () => {
  const { exitCode, stdout } = await wellmet("--help");
  expect(exitCode).toBe(0);
  const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)]
    .map(([, name]) => name ?? "")
    .filter((name) => name !== "help");
  expect(commands.length).toBeGreaterThan(1);
  for (const command of commands) {
    const help = await wellmet(command, "--help");
    expect({ command, exitCode: help.exitCode, usage: help.stdout.startsWith(`Usage: wellmet ${command}`) }).toEqual({
      command,
      exitCode: 0,
      usage: true,
    });
  }
});

test("a command that does not exist, or is called wrongly, ends with 2 and prints no result", async () => {
  for (const args of [["migrat"], ["migrate", "--no-such-option"]]) {
    const { exitCode, stdout, stderr } = await wellmet(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("error:");
  }
});
