import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { isAlive, type Running, run, type Settings } from "../support/processes.ts";
import { wellmet } from "../support/wellmet.ts";

/** A first start makes a database; on a busy machine that takes a while. */
const TIMEOUT_MS = 120_000;
const READY = "Wellmet is ready";

// Not a private temporary folder: as root, PostgreSQL runs as another user, who must get there.
const folder = join(".data", `test-main-${process.pid}`);
const settings: Settings = { DATA_DIR: folder, PORT: "0", LOG_LEVEL: "info" };
const started: Running[] = [];

const startServer = (): Running => {
  const server = run("src/server/main.ts", [], settings);
  started.push(server);
  return server;
};
const postgresPid = (): number =>
  Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
const address = (server: Running): string => /(http:\S+)\/graphql/.exec(server.output())?.[1] ?? "";

afterAll(async () => {
  for (const server of started) await server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

describe("a server on a machine with nothing but Node", () => {
  let server: Running;
  let postgres: number;

  test(
    "makes its database, and says where it is, what to ask and how to be somebody",
    async () => {
      server = startServer();
      await server.printed("Ctrl-C ends everything.");
      expect(server.output()).toContain(READY);
      expect(server.output().match(/^ {2}\{ .* \}$/gm)).toHaveLength(3);
      expect(server.output().match(/npm run .*wellmet -- session --email/g)).toHaveLength(3);
      expect((await fetch(`${address(server)}/healthz`)).status).toBe(200);
      postgres = postgresPid();
    },
    TIMEOUT_MS,
  );

  test("keeps its passwords to its owner", () => {
    for (const file of ["postgres.passwords", "postgres.connection", "secret-key"]) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  test(
    "does not share its folder with a second one, which is told whose it is and what to do",
    async () => {
      const { exitCode, stderr } = await startServer().finished;
      expect(exitCode).toBe(1);
      for (const word of [`process ${server.pid}`, "DATA_DIR", "DATABASE_URL"]) expect(stderr).toContain(word);
      expect(isAlive(postgres)).toBe(true);
    },
    TIMEOUT_MS,
  );

  test(
    "lets commands work on its database",
    async () => {
      const { exitCode, stderr } = await wellmet(["migrate"], settings);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "Nothing to do: the database is up to date.\n" });
      expect(isAlive(postgres)).toBe(true);
    },
    TIMEOUT_MS,
  );

  test(
    "starts again after being killed, and ends the database that was left behind",
    async () => {
      await server.kill("SIGKILL");
      expect(isAlive(postgres)).toBe(true);
      server = startServer();
      await server.printed(READY);
      expect(isAlive(postgres)).toBe(false);
      postgres = postgresPid();
    },
    TIMEOUT_MS,
  );

  test(
    "ends everything on a Ctrl-C, which under npm comes twice",
    async () => {
      expect(isAlive(postgres)).toBe(true);
      // Two kinds, as two equal ones may reach a process as one.
      void server.kill("SIGINT");
      const { exitCode, stdout } = await server.kill("SIGTERM");
      expect(stdout).toContain('"msg":"ended"');
      expect(exitCode).toBe(0);
      expect(isAlive(postgres)).toBe(false);
    },
    TIMEOUT_MS,
  );

  test(
    "says in a sentence that its port is taken, and leaves nothing running",
    async () => {
      const other = createServer().listen(0, "127.0.0.1");
      try {
        await once(other, "listening");
        const { port } = other.address() as AddressInfo;
        const { exitCode, stderr } = await run("src/server/main.ts", [], { ...settings, PORT: String(port) }).finished;
        expect({ exitCode, stderr: stderr.split(".")[0] }).toEqual({
          exitCode: 1,
          stderr: "The port is taken by another program",
        });
        expect(stderr).toContain("PORT");
        expect(existsSync(join(folder, "postgres", "postmaster.pid"))).toBe(false);
      } finally {
        other.close();
      }
    },
    TIMEOUT_MS,
  );

  test(
    "refuses to be a production server without its settings, all of which it names",
    async () => {
      const { exitCode, stderr } = await run("src/server/main.ts", [], { NODE_ENV: "production" }).finished;
      expect(exitCode).toBe(2);
      for (const variable of ["DATABASE_URL", "SECRET_KEY"]) expect(stderr).toContain(variable);
    },
    TIMEOUT_MS,
  );
});
