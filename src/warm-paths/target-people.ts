/** Who is meant by what somebody looks for, as far as they may know it. */
import { Person } from "../people/person.entity.ts";
import { allows, isSelf } from "../people/person.policy.ts";
import { PersonTopic } from "../people/person-topic.entity.ts";
import type { Context } from "../platform/context.ts";
import { badInput } from "../platform/errors.ts";
import { parseGlobalId } from "../platform/ids.ts";
import type { WhichRows } from "../platform/reads/reads.ts";
import { and, eq, not, present, type Sql, sql } from "../platform/reads/sql.ts";
import { Tie } from "../ties/tie.entity.ts";
import { TARGET_TOPICS_MAX, type WarmPathTargetInput } from "./warm-path.ts";

/** Of more people of one kind, those with the least keys are looked for. */
const TARGETS_MAX = 2_000;
/** Longest line that a profile holds. */
const LINE_LENGTH_MAX = 120;

type Of = Parameters<WhichRows["where"]>[0];
const column = (row: Of["row"], name: keyof Person): Sql => row[name] as Sql;

const THIS_PERSON: WhichRows = {
  entity: Person,
  where: ({ row, viewer, given }) =>
    and(eq(column(row, "id"), given("id", "uuid")), not(isSelf(viewer, column(row, "id")))),
  max: 1,
};

/** Whom a way could lead to, and whom the viewer does not know yet. */
const isToBeFound = ({ row, viewer }: Of): Sql =>
  and(
    not(isSelf(viewer, column(row, "id"))),
    viewer.exists(Tie, (tie) => and(eq(tie.personId, column(row, "id")), sql`${tie.isOpen}`), "row by row"),
    not(
      viewer.in(
        column(row, "id"),
        Tie,
        (tie) => tie.otherId,
        (tie) => eq(tie.personId, viewer.id),
      ),
    ),
  );

/** As the person shows it to the viewer; and as it is, which the database has an index of. */
const says = (of: Of, name: "company" | "profession"): Sql =>
  and(sql`lower(${column(of.row, name)}) = lower(${of.given(name, "text")})`, present(column(of.guarded, name)));

const OF_COMPANY: WhichRows = {
  entity: Person,
  where: (of) => and(says(of, "company"), isToBeFound(of)),
  max: TARGETS_MAX,
};

const isInterested = ({ row, viewer, given }: Of): Sql =>
  and(
    viewer.exists(PersonTopic, (link) =>
      and(eq(link.personId, column(row, "id")), sql`${link.topicId} = any(${given("topics", "uuid[]")})`),
    ),
    allows("topicsAudience")(row as never, viewer),
  );

const OF_PROFESSION: WhichRows = { ...OF_COMPANY, where: (of) => and(says(of, "profession"), isToBeFound(of)) };
const OF_TOPICS: WhichRows = { ...OF_COMPANY, where: (of) => and(isInterested(of), isToBeFound(of)) };
const OF_BOTH: WhichRows = {
  ...OF_COMPANY,
  where: (of) => and(says(of, "profession"), isInterested(of), isToBeFound(of)),
};

/**
 * Keys of the people whom the viewer may know to be meant. Somebody out of sight, and nobody at all, are the same.
 *
 * @throws BAD_USER_INPUT unless exactly one kind of target was named
 */
export async function targetPeople(ctx: Context, to: WarmPathTargetInput): Promise<string[]> {
  const { personId, company, profession, topics } = named(to);
  const which = (question: WhichRows, values: Record<string, unknown>): Promise<string[]> =>
    ctx.reads.whichSeen?.(ctx, question, values) ?? Promise.resolve([]);

  if (personId !== null) return which(THIS_PERSON, { id: keyOf("per", personId) });
  if (company !== null) return which(OF_COMPANY, { company });
  const topicKeys = topics?.flatMap((topic) => keyOf("top", topic) ?? []) ?? null;
  if (topicKeys === null) return which(OF_PROFESSION, { profession });
  if (profession === null) return which(OF_TOPICS, { topics: topicKeys });
  return which(OF_BOTH, { profession, topics: topicKeys });
}

function named(to: WarmPathTargetInput) {
  const { personId = null, topics = null } = to;
  const [company, profession] = [to.company, to.profession].map((line) => line?.trim() ?? null) as [Line, Line];
  const kinds = [personId !== null, company !== null, profession !== null || topics !== null];
  if (kinds.filter(Boolean).length !== 1) {
    throw badInput("Name one target: personId, or company, or profession and topics.");
  }
  if (topics && (topics.length === 0 || topics.length > TARGET_TOPICS_MAX)) {
    throw badInput(`Name 1 to ${TARGET_TOPICS_MAX} topics.`);
  }
  if ([company, profession].some((line) => line !== null && (line === "" || line.length > LINE_LENGTH_MAX))) {
    throw badInput(`A company or profession has 1 to ${LINE_LENGTH_MAX} characters.`);
  }
  return { personId, company, profession, topics };
}

type Line = string | null;

/** Null for what is no id of that type: it names nothing. */
function keyOf(prefix: string, globalId: string): string | null {
  const key = parseGlobalId(globalId);
  return key?.prefix === prefix ? key.id : null;
}
