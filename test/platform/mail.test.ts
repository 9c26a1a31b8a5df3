import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startJobs } from "../../src/platform/job-runner.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import { backoffMs, leaseDueMails, MAIL_ATTEMPTS_MAX, mailKind, queueMail, sendMail } from "../../src/platform/mail.ts";
import { smtpOutlet } from "../../src/platform/outlet.ts";
import { inTransaction } from "../../src/platform/transaction.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { type TestJobs, testJobs } from "../support/jobs.ts";

let database: TestDatabase;
let jobs: TestJobs;
let isDue = true;

mailKind<{ subject: string; text: string }>("test", (_ctx, data) => (isDue ? data : null));

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  jobs = testJobs(database.dataSource.manager);
  isDue = true;
  await database.dataSource.query("delete from mails");
});

const queue = (subject = "Hello", text = "Good morning.", key = "1"): Promise<void> =>
  inTransaction(jobs.ctx, (ctx) =>
    queueMail(ctx, { kind: "test", to: "ben@example.org", key, data: { subject, text } }),
  );
const rows = (): Promise<Record<string, unknown>[]> => database.dataSource.query("select * from mails order by id");

describe("the outbox", () => {
  test("sends a mail once, however often it is queued and looked for", async () => {
    await queue();
    await queue("Hello again");
    await drainJobs(jobs.deps);
    await queue("And again");
    await drainJobs(jobs.deps);
    const [mail, ...more] = jobs.mail.read();
    expect(more).toEqual([]);
    expect(mail?.headers).toMatchObject({
      to: "ben@example.org",
      subject: "Hello",
      from: "Wellmet <hello@wellmet.example>",
    });
    expect(mail?.text).toBe("Good morning.");
    expect(await rows()).toMatchObject([{ status: "SENT", attempts: 1, sealed_data: null }]);
  });

  test("forgets a mail whose transaction is rolled back", async () => {
    await expect(
      inTransaction(jobs.ctx, async (ctx) => {
        await queueMail(ctx, { kind: "test", to: "ben@example.org", key: "1", data: {} });
        throw new Error("changed my mind");
      }),
    ).rejects.toThrow();
    await drainJobs(jobs.deps);
    expect(jobs.mail.read()).toEqual([]);
  });

  test("asks again whether a mail is due, just before it goes", async () => {
    await queue();
    isDue = false;
    await drainJobs(jobs.deps);
    expect(jobs.mail.read()).toEqual([]);
    expect(await rows()).toMatchObject([{ status: "DROPPED", sealed_data: null }]);
  });

  test("keeps what a mail says sealed until it is sent", async () => {
    await queue("Hello", "The code is 12345678.");
    const [row] = await rows();
    expect(JSON.stringify(row)).not.toContain("12345678");
    expect((row?.["sealed_data"] as Buffer).toString("latin1")).not.toContain("12345678");
  });

  test("lets nothing in a subject or an address become a header", async () => {
    await queue("Hello\r\nBcc: cleo@example.org\u2028X: y");
    await drainJobs(jobs.deps);
    expect(jobs.mail.read()[0]?.headers).toMatchObject({ subject: "Hello Bcc: cleo@example.org X: y" });
    expect(jobs.mail.read()[0]?.headers).not.toHaveProperty("bcc");
    for (const to of [
      "a@example.org, b@example.org",
      "a@example.org\nBcc: b@example.org",
      "A <a@example.org>",
      "A@example.org",
    ]) {
      await expect(queueMail(jobs.ctx, { kind: "test", to, key: "1", data: {} })).rejects.toThrow(
        "no normalised address",
      );
    }
  });

  test("writes other scripts and long lines so that people can read and copy them", async () => {
    const text = `Grüße aus Zürich. 早上好。\nhttps://wellmet.example/sign-in#ngl_${"0123456789abcdef".repeat(8)}\n`;
    await queue("Frühstück am Hafen", text);
    await drainJobs(jobs.deps);
    expect(jobs.mail.read()[0]?.text).toBe(text);
  });

  test("comes back to a lease that nobody redeemed, and redeems one only once", async () => {
    await queue();
    const [lease] = await leaseDueMails(database.dataSource.manager, jobs.clock.now(), 10);
    expect(await leaseDueMails(database.dataSource.manager, jobs.clock.now(), 10)).toEqual([]);
    jobs.clock.pass(121);
    const [again] = await leaseDueMails(database.dataSource.manager, jobs.clock.now(), 10);
    expect(again).toEqual(lease);
    if (!lease) throw new Error("no lease");
    await Promise.all([sendMail(jobs.deps, lease), sendMail(jobs.deps, lease)]);
    expect(jobs.mail.read()).toHaveLength(1);
  });
});

/** A mail server that speaks just enough SMTP; `answer` decides what it says to each recipient. */
class FakeMailServer {
  readonly mails: string[] = [];
  answer = "250 fine";
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#converse(socket));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #converse(socket: Socket): void {
    this.#sockets.add(socket);
    let received = "";
    let isData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 fake");
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      received += chunk.toString("utf8");
      for (;;) {
        const end = received.indexOf(isData ? "\r\n.\r\n" : "\r\n");
        if (end < 0) return;
        const line = received.slice(0, end);
        received = received.slice(end + (isData ? 5 : 2));
        if (isData) {
          this.mails.push(line);
          isData = false;
          say("250 taken");
        } else if (line.startsWith("DATA")) {
          isData = true;
          say("354 go on");
        } else say(line.startsWith("RCPT") ? this.answer : "250 fine");
      }
    });
  }
}

describe("a mail server", () => {
  const server = new FakeMailServer();
  let url: string;
  beforeAll(async () => {
    url = await server.listen();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.mails.length = 0;
    server.answer = "250 fine";
    jobs = testJobs(database.dataSource.manager, { outlet: smtpOutlet(url, "hello@wellmet.example") });
  });

  test("that is down for a while gets the same mail later, with the same Message-ID", async () => {
    server.answer = "451 come back later";
    await queue();
    await drainJobs(jobs.deps);
    expect(await rows()).toMatchObject([{ status: "WAITING", attempts: 1 }]);
    server.answer = "250 fine";
    await drainJobs(jobs.deps);
    expect(server.mails).toHaveLength(0);
    jobs.clock.pass(3600);
    await drainJobs(jobs.deps);
    const [row] = await rows();
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toContain(`Message-ID: <${String(row?.["id"])}@wellmet.example>`);
    expect(row).toMatchObject({ status: "SENT", attempts: 2 });
    jobs.deps.outlet.close();
  });

  test("that refuses a recipient for good is not asked again", async () => {
    server.answer = "550 no such mailbox";
    await queue();
    await drainJobs(jobs.deps);
    const [row] = await rows();
    expect(row).toMatchObject({ status: "DEAD", attempts: 1, sealed_data: null });
    expect(row?.["last_error"]).toContain("550");
    jobs.deps.outlet.close();
  });

  test("that never comes back leaves a dead letter after the last try", async () => {
    server.answer = "451 come back later";
    await queue();
    for (let attempt = 1; attempt <= MAIL_ATTEMPTS_MAX; attempt++) {
      await drainJobs(jobs.deps);
      jobs.clock.pass(3600);
    }
    expect(await rows()).toMatchObject([{ status: "DEAD", attempts: MAIL_ATTEMPTS_MAX }]);
    jobs.deps.outlet.close();
  });

  test("gets each mail once from two servers that share the outbox", async () => {
    const servers = [await startJobs(jobs.deps, database.url), await startJobs(jobs.deps, database.url)];
    for (let key = 1; key <= 20; key++) await queue("Hello", `Mail ${key}.`, String(key));
    await allSent(20);
    await Promise.all(servers.map((each) => each.stop()));
    expect(server.mails).toHaveLength(20);
    expect(new Set(server.mails).size).toBe(20);
    jobs.deps.outlet.close();
  });

  /** Waits for the service's own loop; the tick of the wait is not what is tested. */
  async function allSent(count: number): Promise<void> {
    for (;;) {
      const [row] = await database.dataSource.query("select count(*)::int as sent from mails where status = 'SENT'");
      if (row.sent >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});

test("tries are spread below a doubling ceiling of at most an hour", () => {
  for (let attempt = 1; attempt < MAIL_ATTEMPTS_MAX; attempt++) {
    const waits = Array.from({ length: 50 }, (_, index) => backoffMs(`mail ${index}`, attempt));
    const ceiling = Math.min(3_600_000, 30_000 * 2 ** (attempt - 1));
    expect(Math.max(...waits)).toBeLessThanOrEqual(ceiling);
    expect(Math.max(...waits)).toBeGreaterThan(ceiling / 2);
    expect(Math.min(...waits)).toBeLessThan(ceiling / 2);
  }
});
