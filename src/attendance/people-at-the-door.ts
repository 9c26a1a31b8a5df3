import type { Meeting } from "../meetings/meeting.entity.ts";
import { findOrMakePeople } from "../people/find-or-make-people.ts";
import { asArray, askWithin, type KeptStatement, type Question } from "../platform/ask.ts";
import type { Context } from "../platform/context.ts";
import { conflict, type DomainError, invalid, notFound } from "../platform/errors.ts";
import { newId } from "../platform/ids.ts";
import { type CheckedMark, type CheckedWalkIn, NO_SUCH_PERSON } from "./check-mark.ts";
import { ROLL_OPENS_MINUTES_BEFORE } from "./hold-roll.ts";
import { WalkIn } from "./walk-in.entity.ts";

/** What the group's books say of a person, as far as marks depend on it. */
interface Known {
  /** By which a mark may name them: their own, or that of somebody who was merged into them. */
  readonly askedId: string;
  readonly id: string;
  readonly email: string | null;
  /** Member when the meeting started; such a fact of the past does not change while marks are on their way. */
  readonly wasMember: boolean;
  /** On the books by the person's own doing or without an address, so that its ID is no guess. */
  readonly isOnTheBooks: boolean;
  /** Was a member when the roll opened or later, and is none any more. */
  readonly leftMeanwhile: boolean;
}

export interface MarkedPerson {
  readonly personId: string;
  readonly substituteForId: string | null;
  readonly leftMeanwhile: boolean;
}

type KnownRow = [
  askedId: string,
  id: string,
  email: string | null,
  wasMember: boolean,
  isOnTheBooks: boolean,
  leftMeanwhile: boolean,
];

/** What is known before these marks are taken. */
export interface Books {
  /** Person behind each visitor's record that is named. */
  readonly visitors: ReadonlyMap<string, string>;
  readonly walkIns: ReadonlyMap<string, WalkIn>;
  readonly byId: ReadonlyMap<string, Known>;
  readonly byEmail: ReadonlyMap<string, Known>;
}

/**
 * Finds out whom marks are about, and makes people of walk-ins who are new. Refusals depend on nothing that another
 * mark might change, or the order of deliveries would decide: only on ids, on the books, and on who was a member
 * when the meeting started.
 */
export async function peopleAtTheDoor(
  ctx: Context,
  meeting: Meeting,
  marks: readonly CheckedMark[],
  books: Books,
): Promise<ReadonlyMap<CheckedMark, MarkedPerson | DomainError>> {
  const answers = new Map<CheckedMark, MarkedPerson | DomainError>();
  const newWalkIns = new Map<string, CheckedWalkIn>();
  for (const mark of marks) {
    const fault = faultOf(mark, books, newWalkIns);
    const { walkIn } = mark;
    if (fault) answers.set(mark, fault);
    else if (walkIn && !books.walkIns.has(walkIn.walkInId)) newWalkIns.set(walkIn.walkInId, walkIn);
  }
  const made = await makeWalkIns(ctx, meeting, [...newWalkIns.values()], books);
  for (const mark of marks) if (!answers.has(mark)) answers.set(mark, markedPerson(mark, books, made));
  return answers;
}

function markedPerson(mark: CheckedMark, books: Books, made: ReadonlyMap<string, string>): MarkedPerson {
  const known = subjectOf(mark, books);
  const personId = known?.id ?? made.get(mark.walkIn?.walkInId ?? "");
  if (personId === undefined) throw new Error("A mark without a fault is about somebody.");
  return { personId, substituteForId: substituted(mark, books), leftMeanwhile: known?.leftMeanwhile ?? false };
}

/** The member in whose place somebody came, or who stands for them. */
const substituted = ({ substituteForId }: CheckedMark, { byId }: Books): string | null =>
  substituteForId === null ? null : (byId.get(substituteForId)?.id ?? substituteForId);

/** Whom a mark is about, unless it is somebody whom nobody knows yet. */
function subjectOf({ person, walkIn }: CheckedMark, { visitors, walkIns, byId, byEmail }: Books): Known | undefined {
  if (person) return byId.get(person.kind === "visitor" ? (visitors.get(person.id) ?? "") : person.id);
  const before = walkIns.get(walkIn?.walkInId ?? "");
  return before ? byId.get(before.personId) : byEmail.get(walkIn?.email ?? "");
}

function faultOf(mark: CheckedMark, books: Books, newWalkIns: ReadonlyMap<string, CheckedWalkIn>): DomainError | null {
  const known = subjectOf(mark, books);
  const { person, walkIn, substituteForId } = mark;
  // Whom a visitor's record names may be known by an address alone; whom an id of a person names may not.
  if (person && !(person.kind === "visitor" ? known : known?.isOnTheBooks)) return notFound("personId", NO_SUCH_PERSON);
  return (
    (walkIn && faultOfWalkIn(walkIn, books, newWalkIns)) ??
    (substituteForId ? faultOfSubstitute(substituteForId, known, books.byId) : null)
  );
}

function faultOfWalkIn(
  walkIn: CheckedWalkIn,
  { walkIns, byId }: Books,
  newWalkIns: ReadonlyMap<string, CheckedWalkIn>,
): DomainError | null {
  const before = walkIns.get(walkIn.walkInId)?.contentHash ?? newWalkIns.get(walkIn.walkInId)?.hash;
  if (before && !before.equals(walkIn.hash)) {
    return conflict(["walkIn", "walkInId"], "This walk-in was sent before with other content.");
  }
  const { invitedById } = walkIn;
  return invitedById && !byId.get(invitedById)?.isOnTheBooks ? notFound(["walkIn", "invitedBy"], NO_SUCH_PERSON) : null;
}

function faultOfSubstitute(
  memberId: string,
  known: Known | undefined,
  people: ReadonlyMap<string, Known>,
): DomainError | null {
  const member = people.get(memberId);
  if (!member?.isOnTheBooks) return notFound("substituteForId", NO_SUCH_PERSON);
  if (!member.wasMember) return invalid("substituteForId", "Only members have substitutes.");
  return known?.wasMember ? invalid("substituteForId", "A member comes as themself.") : null;
}

async function visitorsNamed(ctx: Context, meeting: Meeting, marks: readonly CheckedMark[]) {
  const ids = marks.flatMap(({ person }) => (person?.kind === "visitor" ? [person.id] : []));
  if (ids.length === 0) return new Map<string, string>();
  const rows: { id: string; person_id: string }[] = await ctx.db.query(
    "select id, person_id from visitors where group_id = $1 and id = any($2::uuid[])",
    [meeting.groupId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.person_id]));
}

async function walkInsNamed(ctx: Context, meeting: Meeting, marks: readonly CheckedMark[]) {
  const ids = marks.flatMap(({ walkIn }) => walkIn?.walkInId ?? []);
  if (ids.length === 0) return new Map<string, WalkIn>();
  const rows = await ctx.db
    .createQueryBuilder(WalkIn, "w")
    .where("w.meetingId = :meetingId and w.walkInId = any(:ids::uuid[])", { meetingId: meeting.id, ids })
    .getMany();
  return new Map(rows.map((row) => [row.walkInId, row]));
}

/**
 * What is asked about everybody whom marks name, on the way that opens the roll; null where some are named by a record
 * that has to be read before, as visitors and walk-ins are.
 */
export function booksQuestion(meetingId: string, marks: readonly CheckedMark[]): Question | null {
  if (marks.some(({ person, walkIn }) => person?.kind !== "person" || walkIn !== null)) return null;
  return { statement: BOOKS, values: [asArray(namedBy(marks)), asArray([]), meetingId, ROLL_OPENS] };
}

/** What is known of everybody whom marks name. */
export async function openBooks(
  ctx: Context,
  meeting: Meeting,
  marks: readonly CheckedMark[],
  asked: readonly unknown[][] | undefined,
): Promise<Books> {
  if (asked) return booksOf(asked, new Map(), new Map());
  const visitors = await visitorsNamed(ctx, meeting, marks);
  const walkIns = await walkInsNamed(ctx, meeting, marks);
  const found = await askWithin(ctx.db, BOOKS, [
    [...namedBy(marks), ...visitors.values(), ...[...walkIns.values()].map(({ personId }) => personId)],
    marks.flatMap(({ walkIn }) => walkIn?.email ?? []),
    meeting.id,
    ROLL_OPENS,
  ]);
  return booksOf(found, visitors, walkIns);
}

const namedBy = (marks: readonly CheckedMark[]): string[] =>
  marks.flatMap(({ person, substituteForId, walkIn }) =>
    [person?.kind === "person" ? person.id : null, substituteForId, walkIn?.invitedById].flatMap((id) => id ?? []),
  );

function booksOf(found: readonly unknown[][], visitors: Books["visitors"], walkIns: Books["walkIns"]): Books {
  const rows = (found as KnownRow[]).map(([askedId, id, email, wasMember, isOnTheBooks, leftMeanwhile]): Known => {
    return { askedId, id, email, wasMember, isOnTheBooks, leftMeanwhile };
  });
  const byEmail = new Map(rows.flatMap((row) => (row.email === null ? [] : [[row.email, row]])));
  return { visitors, walkIns, byId: new Map(rows.map((row) => [row.askedId, row])), byEmail };
}

const ROLL_OPENS = `${ROLL_OPENS_MINUTES_BEFORE} minutes`;
/** Looked up once, so that what the group knows is read once, and not again for each person. */
const GROUP = "(select group_id from meeting)";
const START = "(select starts_at from meeting)";
/** OFFSET has answers looked up by person: PostgreSQL would else read those of every group. */
const BOOKS: KeptStatement = {
  name: "books_of_group",
  text: `
  with meeting as materialized (select group_id, starts_at from meetings where id = $3)
  select who.asked_id, who.id, who.email, coalesce(p.was_member, false) as was_member,
         s.person_id is not null
           or exists (select from rsvps r where r.group_id = ${GROUP} and r.person_id = who.id offset 0)
           or exists (select from visitors v where v.group_id = ${GROUP} and v.person_id = who.id and v.known_as is null)
           as is_on_the_books,
         coalesce(p.left_meanwhile, false) as left_meanwhile
    from (select asked.id as asked_id, asked.email, coalesce(w.survivor_id, asked.id) as id
            from people asked
            left join person_merges w on w.group_id = ${GROUP} and w.merged_id = asked.id and w.undone_at is null
           where asked.id = any($1::uuid[]) or asked.email = any($2::text[])) who
    left join memberships s
      on s.group_id = ${GROUP} and s.person_id = who.id and (s.joined_at is not null or s.status = 'REQUESTED')
    left join (
      select person_id,
             bool_or(started_at <= ${START} and (ended_at is null or ended_at > ${START})) as was_member,
             bool_or(ended_at > ${START} - $4::interval) and not bool_or(ended_at is null) as left_meanwhile
        from membership_periods where group_id = ${GROUP} group by person_id
    ) p on p.person_id = who.id`,
};

/**
 * Who came is recognised at their next visit: a record of the group, beside the walk-in of this meeting. Who brought
 * them is the first who is named, at whichever visit.
 */
async function makeWalkIns(
  ctx: Context,
  meeting: Meeting,
  walkIns: readonly CheckedWalkIn[],
  { byEmail }: Books,
): Promise<ReadonlyMap<string, string>> {
  if (walkIns.length === 0) return new Map();
  const found = await findOrMakePeople(
    ctx,
    walkIns.map(({ name, email }) => ({ displayName: name, email })),
  );
  // Whoever was merged into somebody else is that person, also by their own address.
  const people = walkIns.map(({ email }, index) => byEmail.get(email ?? "")?.id ?? found[index] ?? "");
  const rows = walkIns.map((walkIn, index) => ({ ...walkIn, personId: people[index] ?? "" }));
  await ctx.db.insert(
    WalkIn,
    rows.map(({ walkInId, personId, name, kind, invitedById, hash }) => ({
      meetingId: meeting.id,
      walkInId,
      personId,
      name,
      kind,
      invitedById,
      contentHash: hash,
    })),
  );
  const now = ctx.clock.now();
  await ctx.db.query(
    `insert into visitors (id, group_id, person_id, kind, invited_by_id, known_as, first_seen_at)
     select distinct on (x.person_id) x.id, $1, x.person_id, x.kind, x.invited_by_id, x.known_as, $2
       from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[])
            as x (id, person_id, kind, invited_by_id, known_as)
      where not exists (select from memberships s
                         where s.group_id = $1 and s.person_id = x.person_id and s.joined_at is not null)
      order by x.person_id, x.invited_by_id
     on conflict (group_id, person_id) do update set invited_by_id = excluded.invited_by_id
      where visitors.invited_by_id is null and excluded.invited_by_id is not null`,
    [
      meeting.groupId,
      now < meeting.startsAt ? now : meeting.startsAt,
      rows.map(() => newId()),
      rows.map(({ personId }) => personId),
      rows.map(({ kind }) => kind),
      rows.map(({ invitedById }) => invitedById),
      rows.map(({ email, name }) => (email === null ? null : name)),
    ],
  );
  return new Map(rows.map(({ walkInId, personId }) => [walkInId, personId]));
}
