import { Group } from "../groups/group.entity.ts";
import { standingIn } from "../groups/standing-in.ts";
import { Meeting } from "../meetings/meeting.entity.ts";
import { hasStarted } from "../meetings/meeting-status.ts";
import { Person } from "../people/person.entity.ts";
import { link } from "../platform/job-context.ts";
import { mailKind } from "../platform/mail.ts";
import { VisitRequest } from "./visit-request.entity.ts";

export interface VisitMail {
  readonly visitRequestId: string;
  readonly token: string;
}

// The token stands behind the `#`: browsers keep that part to themselves, so it reaches no log, proxy or Referer. The
// name that was typed is not in the mail: anybody could send anybody anything.
mailKind<VisitMail>("visit", async (ctx, { visitRequestId, token }) => {
  const request = await ctx.db.findOneBy(VisitRequest, { id: visitRequestId });
  if (!request || request.confirmedAt || request.expiresAt <= ctx.clock.now()) return null;
  const meeting = await ctx.db.findOneByOrFail(Meeting, { id: request.meetingId });
  if (meeting.cancelledAt || hasStarted(meeting, ctx.clock.now())) return null;
  const person = await ctx.db.findOneBy(Person, { email: request.email });
  if (person && (await standingIn(ctx, request.groupId, person.id))?.banned) return null;
  const group = await ctx.db.findOneByOrFail(Group, { id: request.groupId });
  const when = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "full",
    timeStyle: "short",
    timeZone: meeting.timeZone,
    hourCycle: "h23",
  });
  return {
    subject: `Confirm that you come: ${meeting.title}`,
    text: `Somebody, probably you, wants to come to ${meeting.title} of ${group.name}, ${when.format(meeting.startsAt)}.

To confirm, open this link and press the button there:
${link(ctx, "/visit")}#${token}

It works until ${when.format(request.expiresAt)}. No seat is held before you confirm.
If it was not you, do nothing: without this mail nobody can answer for you.
`,
  };
});
