/** Invitations as tests send, read and accept them, in an API of their own with the cast and a clock that stands still. */
import { drainJobs } from "../../src/platform/jobs.ts";
import { act, type Outcome } from "./act.ts";
import { type CastApi, makePerson, startWithCast } from "./cast.ts";
import { StillClock, type TestJobs, testJobs } from "./jobs.ts";
import type { House } from "./new-house.ts";
import { TEST_NOW, testSettings } from "./start-api.ts";

export const INVITATION =
  "invitation { id email role isOpen createdAt expiresAt acceptedAt revokedAt acceptedBy { id } }";

export class Inviting {
  private constructor(
    readonly api: CastApi,
    readonly clock: StillClock,
    readonly jobs: TestJobs,
  ) {}

  static async open(): Promise<Inviting> {
    const clock = new StillClock(TEST_NOW.toISOString());
    const api = await startWithCast({ clock });
    return new Inviting(api, clock, testJobs(api.dataSource.manager, { clock, secretKey: testSettings.secretKey }));
  }

  close(): Promise<void> {
    return this.api.close();
  }

  invite(of: House, who: string | null, email: string, more: object = {}): Promise<Outcome> {
    return act(this.api, who, "inviteToGroup", { groupId: of.id, email, ...more }, INVITATION);
  }

  accept(who: string | null, input: object): Promise<Outcome> {
    return act(this.api, who, "acceptInvitation", { ...input }, "membership { id status role invitedBy { id } }");
  }

  revoke(who: string | null, invitationId: string): Promise<Outcome> {
    return act(this.api, who, "revokeInvitation", { invitationId }, INVITATION);
  }

  /** Sends what waits and gives the code of the mail to that address; null if none came. */
  async mailed(email: string): Promise<string | null> {
    await drainJobs(this.jobs.deps);
    const letters = this.jobs.mail.read().filter(({ headers }) => headers["to"] === email);
    return /\b(ngi_[0-9a-f]{64})\b/.exec(letters.at(-1)?.text ?? "")?.[1] ?? null;
  }

  /** Those that can still be accepted. */
  stillOpen(of: House): Promise<object[]> {
    return this.api.dataSource.query(
      "select id from invitations where group_id = $1 and accepted_at is null and revoked_at is null",
      [of.group.id],
    );
  }

  async person(email: string, row: object = {}): Promise<string> {
    return (await makePerson(this.api.dataSource, { email, ...row })).id;
  }

  async status(of: House, personId: string): Promise<{ status: string; role: string } | null> {
    const rows = await this.api.dataSource.query<{ status: string; role: string }[]>(
      "select status, role from memberships where group_id = $1 and person_id = $2",
      [of.group.id, personId],
    );
    return rows[0] ?? null;
  }
}
