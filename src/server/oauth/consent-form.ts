/** What an app asks for, in words, with what it would read; and what the member ticks. */
import { type App, AppReviewState } from "../../apps/app.entity.ts";
import type { OwnGroup } from "../../apps/own-groups.ts";
import type { ReadField } from "../../apps/read-by-app.ts";
import { SCOPE_NAMES, SCOPES } from "../../scopes/scope.ts";
import { type Html, html } from "../pages/page.ts";

/** Scopes of which a choice of groups says how far they reach. */
const IN_GROUPS: ReadonlySet<string> = new Set([
  "groups:read",
  "meetings:read",
  "rsvps:read",
  "rsvps:write",
  "attendance:read",
  "attendance:write",
]);

export const isAboutGroups = (scopes: readonly string[]): boolean => scopes.some((scope) => IN_GROUPS.has(scope));

export interface Asked {
  readonly scopes: readonly string[];
  readonly ticked: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, readonly ReadField[]>;
  readonly groups: readonly OwnGroup[];
  /** Primary keys of the chosen ones; null for all. */
  readonly chosenGroups: ReadonlySet<string> | null;
}

export const scopeChoices = ({ scopes, ticked, fields }: Asked): Html => html`
<fieldset><legend>It may</legend>
${SCOPE_NAMES.filter((scope) => scopes.includes(scope)).map(
  (scope) => html`
<label class="choice"><input type="checkbox" name="scope" value="${scope}"${ticked.has(scope) && CHECKED}>
<span>${SCOPES[scope]}</span></label>
${fieldsOf(fields.get(scope))}`,
)}
</fieldset>`;

const CHECKED = html` checked`;

/** What stands there, and then the names of what does not: those are read too once the member fills them in. */
function fieldsOf(fields: readonly ReadField[] | undefined): Html | null {
  if (!fields) return null;
  const filled = fields.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  const empty = fields.filter(({ value }) => value === null).map(({ label }) => label);
  return html`<dl>${filled.map(({ label, value }) => html`<dt>${label}</dt><dd>${shortened(value)}</dd>`)}
${empty.length > 0 ? html`<dt>Empty now</dt><dd class="empty">${empty.join(", ")}</dd>` : null}</dl>`;
}

/** Characters shown of a long text; whoever wrote it knows the rest. */
const SHOWN_LENGTH_MAX = 200;
const shortened = (text: string): string =>
  text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX)} …`;

export const groupChoices = ({ scopes, groups, chosenGroups }: Asked): Html | null =>
  isAboutGroups(scopes) && groups.length > 0
    ? html`
<fieldset><legend>In which of your groups</legend>
<label class="choice"><input type="radio" name="groups" value="all"${chosenGroups === null && CHECKED}>
<span>All of them, also those that you join later</span></label>
<label class="choice"><input type="radio" name="groups" value="some"${chosenGroups !== null && CHECKED}>
<span>Only these:</span></label>
<div class="choices">
${groupTicks(groups, chosenGroups)}
</div>
</fieldset>`
    : null;

const groupTicks = (groups: readonly OwnGroup[], chosen: ReadonlySet<string> | null): Html[] =>
  groups.map(
    ({ id, name }) => html`
<label class="choice"><input type="checkbox" name="group" value="${id}"${(chosen?.has(id) ?? false) && CHECKED}>
<span>${name}</span></label>`,
  );

/** The groups that were chosen, of which ticks can be taken away. */
export const chosenGroups = ({ groups, chosenGroups }: Asked): Html => html`
<fieldset><legend>In these of your groups</legend>
<input type="hidden" name="groups" value="some">
${groupTicks(groups, chosenGroups)}
</fieldset>`;

/** Who is behind an app, and what the operator thinks of it. */
export const appNote = (app: App, returnsTo: string): Html => html`
<p class="note">Afterwards you return to <strong>${returnsTo}</strong>.${
  app.websiteUrl ? html` The app says its home is <strong>${app.websiteUrl}</strong>.` : null
}</p>
${
  app.reviewState === AppReviewState.REVIEWED
    ? null
    : html`<p class="warning">Nobody has checked this app. Go on only if you know who made it.</p>`
}`;

/** The primary keys of the groups that a form chose; null for all, undefined where it had no such choice. */
export function groupsChosen(form: URLSearchParams): readonly string[] | null | undefined {
  const which = form.get("groups");
  if (which === null) return undefined;
  return which === "some" ? form.getAll("group").filter((id) => UUID.test(id)) : null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
