/**
 * The network as one person may see it: their own ties, and those of others that both of these opened. Whoever is hidden
 * from them is in no tie, no sum and no limit, so an answer made of it is the same as if nobody hidden existed.
 */
import { askWithin } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { coolingAt, STRENGTH_MIN } from "../ties/strength.ts";
import { fitsOf } from "./fits.ts";
import { TieGraph, type WeighedTie } from "./tie-graph.ts";

/** Most ties that are looked at, the strongest first. */
const TIES_MAX = 20_000;

/** What two people have to do with each other, as far as the viewer can see. */
export interface Between {
  readonly areTied: boolean;
  /** How many people know both of them, the viewer left aside. */
  readonly contactsInCommon: number;
  /** How well they would fit. */
  readonly fit: number;
}

const NOTHING: Between = { areTied: false, contactsInCommon: 0, fit: 0 };

export interface NetworkInSight {
  /** What one person has to do with others: worked out once for all of them. */
  readonly from: (id: string) => (otherId: string) => Between;
  /** Who knows this person as far as can be seen; not the viewer. */
  readonly contactsOf: (id: string) => ReadonlySet<string>;
}

// Who opened a tie has an account, and so is seen by all whom they do not block.
const TIES = {
  name: "network in sight",
  text: `
  with gone as materialized (
    select blocked_id as id from blocks where blocker_id = $1 union all select blocker_id from blocks where blocked_id = $1
  ), pairs as (
    select distinct least(t.person_id, t.other_id) as one, greatest(t.person_id, t.other_id) as other, t.warmth
      from ties t join people p on p.id = t.other_id and p.email_verified_at is not null
      join people q on q.id = t.person_id and q.email_verified_at is not null
     where t.person_id = any($2::uuid[]) and (t.is_open or $1 in (t.person_id, t.other_id))
       and t.other_id not in (select id from gone) and t.person_id not in (select id from gone) and t.warmth >= $3
  )
  select one, other, warmth from pairs order by warmth desc, one, other limit ${TIES_MAX}`,
};

/** @param ids whose ties are wanted; the viewer's own come along */
export async function networkInSight(ctx: Context, viewerId: string, ids: readonly string[]): Promise<NetworkInSight> {
  const cooling = coolingAt(ctx.clock.now());
  const values = [viewerId, [viewerId, ...ids], STRENGTH_MIN / cooling];
  const rows = await askWithin<[one: string, other: string, warmth: number]>(ctx.db, TIES, values);
  const places = new Map<string, number>();
  const contacts = new Map<string, Set<string>>();
  const place = (id: string): number => places.get(id) ?? (places.set(id, places.size), places.size - 1);
  const note = (id: string, contact: string): void => {
    if (contact === viewerId) return;
    const known = contacts.get(id) ?? new Set();
    contacts.set(id, known.add(contact));
  };
  const ties: WeighedTie[] = rows.map(([one, other, warmth]) => {
    note(one, other);
    note(other, one);
    return { one: place(one), other: place(other), strength: warmth * cooling };
  });
  const graph = new TieGraph(places.size, ties, STRENGTH_MIN);
  return {
    from: (id) => {
      const [from, aside] = [places.get(id), places.get(viewerId)];
      if (from === undefined) return () => NOTHING;
      const [fits, inCommon, tied] = [fitsOf(graph, from), commonOf(graph, from, aside), tiesOf(graph, from)];
      return (otherId) => {
        const other = places.get(otherId) ?? -1;
        return { areTied: tied[other] === 1, contactsInCommon: inCommon[other] ?? 0, fit: fits[other] ?? 0 };
      };
    },
    contactsOf: (id) => contacts.get(id) ?? new Set(),
  };
}

function commonOf(graph: TieGraph, person: number, aside: number | undefined): Int32Array {
  const counts = new Int32Array(graph.people);
  graph.each(person, (contact) => {
    if (contact === aside) return;
    graph.each(contact, (other) => {
      counts[other] = (counts[other] ?? 0) + 1;
    });
  });
  return counts;
}

function tiesOf(graph: TieGraph, person: number): Uint8Array {
  const tied = new Uint8Array(graph.people);
  graph.each(person, (other) => {
    tied[other] = 1;
  });
  return tied;
}
