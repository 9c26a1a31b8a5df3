/** Where mails leave the house: by SMTP, or into a folder where there is none. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

/** One plain-text mail, ready to go. */
export interface Message {
  readonly messageId: string;
  readonly to: string;
  /** Who gets it as well, seen by all. */
  readonly copyTo?: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Outlet {
  /** Rejects if the mail was not taken; `isPermanent(error)` says whether trying again is of any use. */
  send(message: Message): Promise<void>;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 20_000;

const envelope = (from: string, message: Message) => ({
  from,
  // As an object, so that nothing in it is read as a second recipient.
  to: { name: "", address: message.to },
  cc: (message.copyTo ?? []).map((address) => ({ name: "", address })),
  subject: message.subject,
  text: message.text,
  messageId: message.messageId,
  // No attachment or text of ours is ever a file or an address to be fetched.
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Sends through `SMTP_URL`, with time-outs well below the outbox's lease. */
export function smtpOutlet(smtpUrl: string, from: string): Outlet {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
  });
  return {
    send: async (message) => {
      await transport.sendMail(envelope(from, message));
    },
    close: () => transport.close(),
  };
}

/**
 * Writes each mail into a folder as `.eml`, readable by its owner only, and says so in the log. The folder shows
 * codes and links; the log never does.
 */
export function folderOutlet(folder: string, from: string, clock: Clock, log: Log): Outlet {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    async send(message) {
      const { message: eml } = await transport.sendMail({ ...envelope(from, message), date: clock.now() });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${clock.now().toISOString().replaceAll(":", "-")}-${message.messageId.replaceAll(/[^0-9a-f]/g, "").slice(0, 32)}.eml`;
      // Written aside and renamed, so that a reader never finds half a mail.
      await writeFile(join(folder, `.${name}`), readable((eml as Buffer).toString("utf8"), message.text), {
        mode: 0o600,
      });
      await rename(join(folder, `.${name}`), join(folder, name));
      log.info({ to: message.to, subject: message.subject, file: join(folder, name) }, "mail written");
    },
    close: () => transport.close(),
  };
}

/** The mail with its text as it is: people copy codes and links from these files, which an encoding would break up. */
function readable(eml: string, text: string): string {
  const headers = eml.slice(0, eml.indexOf("\n\n"));
  return `${headers.replace(/^Content-Transfer-Encoding: .*$/m, "Content-Transfer-Encoding: 8bit")}\n\n${text}`;
}

/** Replies to this very mail (its recipient or its text), not to our name, password or line. */
const ABOUT_THIS_MAIL = new Set(["EENVELOPE", "EMESSAGE"]);

/** Whether the mail server said no to this mail for good (5xx): trying again would be of no use. */
export function isPermanent(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return ABOUT_THIS_MAIL.has(String(code)) && typeof responseCode === "number" && responseCode >= 500;
}
