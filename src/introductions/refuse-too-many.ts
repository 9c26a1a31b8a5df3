import type { Context } from "../platform/context.ts";
import { duplicate, limitReached } from "../platform/errors.ts";
import { signedIn } from "../platform/find.ts";
import { Introduction } from "./introduction.entity.ts";
import type { Party } from "./party.ts";

/** Most introductions that a connector may have open: neither shared nor expired. */
export const OPEN_INTRODUCTIONS_MAX = 20;
/** Most introductions in which somebody may be asked at a time: those that have not expired, whatever became of them. */
export const ASKED_AT_A_TIME_MAX = 10;

/**
 * Counted by expiry and sharing alone. An answer frees no place earlier, and what goes nowhere takes one: else the
 * count would tell.
 *
 * @throws DUPLICATE, LIMIT_REACHED
 */
export async function refuseTooMany(ctx: Context, a: Party, b: Party): Promise<void> {
  const connectorId = signedIn(ctx);
  const now = ctx.clock.now();
  const [[same], [open]] = [
    await ctx.db.query<{ id: string }[]>(
      `select i.id from introductions i
         join introduction_sides x on x.introduction_id = i.id join introduction_sides y on y.introduction_id = i.id
        where i.connector_id = $1 and i.expires_at > $2 and ${IS_ASKED("x", 3)} and ${IS_ASKED("y", 5)} limit 1`,
      [connectorId, now, a.personId, a.email, b.personId, b.email],
    ),
    await ctx.db.query<[{ count: number }]>(
      `select count(*)::int as count from introductions
        where connector_id = $1 and expires_at > $2 and shared_at is null`,
      [connectorId, now],
    ),
  ];
  if (same) throw duplicate(null, "You have asked these two.", { entity: Introduction, id: same.id });
  if (open.count >= OPEN_INTRODUCTIONS_MAX) {
    throw limitReached(null, `At most ${OPEN_INTRODUCTIONS_MAX} open introductions at a time.`);
  }
  for (const [which, { personId, email }] of Object.entries({ A: a, B: b })) {
    const [asked] = await ctx.db.query<[{ count: number }]>(
      `select count(*)::int as count from introduction_sides s join introductions i on i.id = s.introduction_id
        where i.expires_at > $1 and ${IS_ASKED("s", 2)}`,
      [now, personId, email],
    );
    if (asked.count < ASKED_AT_A_TIME_MAX) continue;
    const field = email === null ? `party${which}Id` : `outsider${which}`;
    throw limitReached(field, "They are asked often enough at present.");
  }
}

/** An outsider is whoever has that address, and nobody whom the service finds behind it: a count must not tell. */
const IS_ASKED = (side: string, first: number): string =>
  `((${side}.is_outsider and ${side}.email = $${first + 1}) or
    (not ${side}.is_outsider and $${first + 1}::text is null and ${side}.person_id = $${first}::uuid))`;
