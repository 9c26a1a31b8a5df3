/** Who knows whom in the demo world, how they met, and what Ada keeps in her own book of people. */
import { ConnectedPair, ConnectionOrigin, pairOf } from "../../connections/connection.entity.ts";
import { ContactWish } from "../../connections/contact-wish.entity.ts";
import { hashOfContact } from "../../connections/import-contacts.ts";
import { Encounter, EncounterSetting } from "../../encounters/encounter.entity.ts";
import { EncounterPerson } from "../../encounters/encounter-person.entity.ts";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { FollowUp } from "../../recall/follow-up.entity.ts";
import { RecallNote } from "../../recall/recall-note.entity.ts";
import { daysFrom, localOn } from "./demo-days.ts";
import { groupId, zoneOf } from "./demo-groups.ts";
import { type DemoName, personId } from "./demo-people.ts";

const { INTRODUCTION, INVITATION } = ConnectionOrigin;

interface Known {
  readonly pair: readonly [DemoName, DemoName];
  readonly origin: ConnectionOrigin;
  /** Days since they know each other here. */
  readonly ago: number;
  /** Neither lets others find a way by this tie. */
  readonly isTheirOwn?: true;
}

const CONNECTIONS: readonly Known[] = [
  { pair: ["ada", "ben"], origin: INTRODUCTION, ago: 39 },
  { pair: ["ben", "dev"], origin: INTRODUCTION, ago: 5 },
  { pair: ["hana", "priya"], origin: INTRODUCTION, ago: 59 },
  { pair: ["ada", "finn"], origin: INVITATION, ago: 80 },
  { pair: ["ada", "hana"], origin: INVITATION, ago: 200, isTheirOwn: true },
  { pair: ["finn", "tomasz"], origin: INVITATION, ago: 120 },
];

export async function plantNetwork(ctx: Context): Promise<void> {
  await ctx.db.insert(
    ConnectedPair,
    CONNECTIONS.map(({ pair: [one, other], origin, ago, isTheirOwn = false }) => ({
      ...{ id: newId(), ...pairOf(personId(one), personId(other)), origin, startedAt: daysFrom(ctx, -ago) },
      ...{ meetingId: null, groupId: groupId("harbourBreakfast"), endedAt: null },
      ...{ lowBridges: !isTheirOwn, highBridges: !isTheirOwn },
    })),
  );
  await plantBook(ctx);
  await plantContacts(ctx);
}

/** Addresses that Priya took out of her own book: Ada's, and one that nobody here has. */
async function plantContacts(ctx: Context): Promise<void> {
  await ctx.db.insert(
    ContactWish,
    ["ada@harbour.example", "an.old.friend@elsewhere.example"].map((email) => ({
      ...{ ownerId: personId("priya"), addressHash: hashOfContact(ctx, email), wishedAt: daysFrom(ctx, -3) },
    })),
  );
}

/** Ada's: what she wrote down, remembers and promised. */
async function plantBook(ctx: Context): Promise<void> {
  const author = { authorId: personId("ada") };
  const written = { createdAt: daysFrom(ctx, -9), updatedAt: daysFrom(ctx, -9) };
  const day = (days: number): string => localOn(ctx, zoneOf("harbourBreakfast"), days, "00:00").slice(0, 10);
  const id = newId();
  await ctx.db.insert(Encounter, {
    ...{ id, ...author, ...written, setting: EncounterSetting.SPORT, metOn: day(-9), meetingId: null },
    ...{ place: "The slipway, after the regatta", note: "Wants to see the drawings of the small ferry." },
  });
  await ctx.db.insert(EncounterPerson, [
    { id: newId(), encounterId: id, place: 0, personId: personId("finn"), name: null },
    { id: newId(), encounterId: id, place: 1, personId: null, name: "Finn's sister, who sails" },
  ]);
  await ctx.db.insert(RecallNote, [
    {
      id: newId(),
      ...author,
      ...written,
      personId: personId("ben"),
      text: "Two daughters; the elder plays the cello.",
    },
    { id: newId(), ...author, ...written, personId: personId("finn"), text: "Looking for a bigger workshop." },
  ]);
  await ctx.db.insert(FollowUp, [
    { id: newId(), ...author, ...written, personId: personId("finn"), text: "Send the drawings", dueOn: day(2) },
    { id: newId(), ...author, ...written, personId: personId("ben"), text: "Ask about the audit", dueOn: day(-1) },
  ]);
}
