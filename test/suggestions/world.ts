/** People who know each other, interests and what they ask and offer, planted for tests of suggestions. */
import { randomUUID } from "node:crypto";
import { globalId, newId } from "../../src/platform/ids.ts";
import { type CastApi, makeMembership, makePerson } from "../support/cast.ts";

export interface Planted {
  readonly key: string;
  /** Global. */
  readonly id: string;
}

export const makeMember = async (api: CastApi, groupId: string, displayName: string): Promise<Planted> => {
  const { id: key } = await makePerson(api.dataSource, { displayName });
  await makeMembership(api.dataSource, { groupId, personId: key });
  return { key, id: globalId("per", key) };
};

/** Connects two people, openly unless said otherwise. */
export async function connect(api: CastApi, one: Planted, other: Planted, { isOpen = true } = {}): Promise<void> {
  const [low, high] = [one.key, other.key].sort();
  await api.dataSource.query(
    `insert into connections (id, person_low_id, person_high_id, origin, started_at, low_bridges, high_bridges)
     values ($1, $2, $3, 'ENCOUNTER', '2026-05-01T09:00:00Z', $4, $4)`,
    [newId(), low, high, isOpen],
  );
  await api.dataSource.query(
    "update ties set warmth = tie_warmth('2026-05-01T09:00:00Z') where (person_id, other_id) in (($1, $2), ($2, $1))",
    [low, high],
  );
}

export async function topic(api: CastApi, name: string): Promise<string> {
  const slug = `${name.toLowerCase()}-${randomUUID()}`;
  const id = newId();
  await api.dataSource.query("insert into topics (id, slug, name) values ($1, $2, $3)", [id, slug, name]);
  return id;
}

export const interest = async (api: CastApi, topicId: string, ...people: readonly Planted[]): Promise<void> => {
  for (const { key } of people) {
    await api.dataSource.query("insert into person_topics (person_id, topic_id) values ($1, $2)", [key, topicId]);
  }
};

/** An ask or an offer of advice for all who are in a group with its author. */
export async function post(api: CastApi, table: "ask" | "offer", { key }: Planted, topicId: string): Promise<void> {
  const id = newId();
  await api.dataSource.query(
    `insert into ${table}s (id, person_id, kind, text, audience, posted_at, open_until)
     values ($1, $2, 'ADVICE', 'A roof.', 'MY_GROUPS', '2026-05-01T09:00:00Z', '2026-07-01T09:00:00Z')`,
    [id, key],
  );
  await api.dataSource.query(`insert into ${table}_topics (${table}_id, topic_id) values ($1, $2)`, [id, topicId]);
}
