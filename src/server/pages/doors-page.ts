/** Where a host opens a door for the telephone at the entrance, has it read or prints its code, and closes it again. */
import { CloseDoorInput, closeDoor } from "../../doors/close-door.ts";
import { DOOR_LABEL_LENGTH_MAX } from "../../doors/door.entity.ts";
import { HOSTED_MEETINGS_MAX, type HostedMeeting, hostedMeetings, type OpenDoor } from "../../doors/hosted-meetings.ts";
import { OpenDoorInput, type OpenedDoor, openDoor } from "../../doors/open-door.ts";
import { globalId, newId } from "../../platform/ids.ts";
import { signOut } from "../../sign-in/sign-out.ts";
import type { ServerContext } from "../request-context.ts";
import { faultIn, faultOf } from "./fault.ts";
import { inputOf } from "./input-of.ts";
import { moment } from "./moment.ts";
import { Html, html, type Page } from "./page.ts";
import type { Step, Visit } from "./pages-door.ts";
import { signedOutStep } from "./signed-out-step.ts";

export const DOORS_PATH = "/doors";
const TITLE = "Doors of your meetings";
const CLOSED = "Closed. From its next request on the telephone gets nothing; the marks that it made stand.";
/** Said where a form came twice, such as after loading the page again. */
const SHOWN_BEFORE = "This door was opened before, and its code shown that once. Close it, and open another.";

export async function doorsPage(visit: Visit): Promise<Step> {
  const { ctx, form, query } = visit;
  if (ctx.viewerId === null) {
    return signedOutStep({ path: DOORS_PATH, title: TITLE, purpose: "To open the doors of your meetings." }, visit);
  }
  const act = ACTS[form?.get("action") ?? ""];
  if (form !== null) return act ? act(ctx, form) : { redirect: DOORS_PATH };
  return { page: await listPage(ctx, { said: query.get("done") === "closed" ? CLOSED : undefined }) };
}

type Act = (ctx: ServerContext, form: URLSearchParams) => Promise<Step>;

const ACTS: Readonly<Record<string, Act>> = {
  "sign-out": async (ctx) => {
    await signOut(ctx, { everywhere: false });
    return { redirect: DOORS_PATH };
  },
  close: async (ctx, form) => {
    const fault = await faultIn(() => closeDoor(ctx, inputOf(CloseDoorInput, { doorId: form.get("door") ?? "" })));
    return fault === undefined ? { redirect: `${DOORS_PATH}?done=closed` } : { page: await listPage(ctx, { fault }) };
  },
  open: async (ctx, form) => {
    let opened: OpenedDoor | undefined;
    const fault = await faultIn(async () => {
      const label = form.get("label")?.trim() || null;
      const idempotencyKey = form.get("key") ?? newId();
      opened = await openDoor(
        ctx,
        inputOf(OpenDoorInput, { meetingId: form.get("meeting") ?? "", label, idempotencyKey }),
      );
    });
    return {
      page: opened?.url ? await openedPage(ctx, opened) : await listPage(ctx, { fault: fault ?? SHOWN_BEFORE }),
    };
  },
};

/** What stands at the head of the list after something was tried. */
interface Outcome {
  readonly said?: string | undefined;
  readonly fault?: string;
}

async function listPage(ctx: ServerContext, { said, fault }: Outcome): Promise<Page> {
  const meetings = await hostedMeetings(ctx);
  return {
    title: TITLE,
    body: html`
${said === undefined ? null : html`<p class="note" role="status">${said}</p>`}
${faultOf(fault)}
${
  meetings.length === 0
    ? html`<p>You host no meeting that is still to come. Once you do, you open its doors here.</p>`
    : html`<p>A telephone at the entrance needs nobody's sign-in: open a door, and have it read the code.</p>`
}
${meetings.map(meetingSection)}
${
  meetings.length === HOSTED_MEETINGS_MAX
    ? html`<p class="note">The next ${String(HOSTED_MEETINGS_MAX)} meetings stand here; later ones follow as these pass.</p>`
    : null
}
<form method="post"><p><button name="action" value="sign-out">Sign out</button></p></form>`,
  };
}

const meetingSection = (meeting: HostedMeeting): Html => html`
<section class="card" aria-labelledby="${meeting.id}">
<h2 id="${meeting.id}">${meeting.title}</h2>
${whereAndWhen(meeting)}
${meeting.doors.map((door) => openDoorForm(door, meeting))}
<form method="post">
<input type="hidden" name="meeting" value="${globalId("mtg", meeting.id)}">
<input type="hidden" name="key" value="${newId()}">
<label for="label-${meeting.id}">Which door, if there are several</label>
<input id="label-${meeting.id}" name="label" type="text" maxlength="${String(DOOR_LABEL_LENGTH_MAX)}" autocomplete="off">
<p><button class="main" name="action" value="open">Open ${meeting.doors.length > 0 ? "another" : "the"} door <span class="hidden">of ${meeting.title}</span></button></p>
</form>
</section>`;

const whereAndWhen = ({ groupName, startsAt, timeZone }: HostedMeeting): Html =>
  html`<p>${groupName}, ${moment(startsAt, timeZone)}</p>`;

const openDoorForm = (door: OpenDoor, { timeZone }: HostedMeeting): Html => html`
<form method="post">
<p><strong>${nameOf(door)}</strong>: ${moment(door.startsAt, timeZone)} to ${moment(door.endsAt, timeZone)}, ${String(door.uses)} marks.</p>
<input type="hidden" name="door" value="${globalId("dor", door.id)}">
<p><button name="action" value="close">Close the door <span class="hidden">${nameOf(door)}</span></button></p>
</form>`;

const nameOf = ({ label }: { readonly label: string | null }): string => label ?? "The door";

/** The only page that ever shows the code; loading it again opens nothing and shows none. */
async function openedPage(ctx: ServerContext, { door, url, qrCode }: OpenedDoor): Promise<Page> {
  const [meeting] = await hostedMeetings(ctx, [door.meetingId]);
  const timeZone = meeting?.timeZone ?? null;
  return {
    title: meeting ? `${nameOf(door)} of ${meeting.title}` : nameOf(door),
    body: html`
${meeting && whereAndWhen(meeting)}
<p>Have the telephone at the entrance read this code, or print it.</p>
<div class="code" role="img" aria-label="QR code that opens the page for the entrance">${new Html(qrCode ?? "")}</div>
<p><a href="${url}">Take the roll on this device</a></p>
<p>It works from ${moment(door.startsAt, timeZone)} to ${moment(door.endsAt, timeZone)}.</p>
<p class="note">Shown this once. Whoever reads it sees the names of this meeting and marks them, until the door is closed.</p>
<form method="post" action="${DOORS_PATH}">
<input type="hidden" name="door" value="${globalId("dor", door.id)}">
<p><button name="action" value="close">Close the door</button></p>
</form>
<p><a href="${DOORS_PATH}">All doors</a></p>`,
  };
}
