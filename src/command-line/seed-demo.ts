import { In } from "typeorm";
import { Group } from "../groups/group.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { inTransaction } from "../platform/transaction.ts";
import { plantCalendar } from "./demo/demo-calendar.ts";
import { plantClinic } from "./demo/demo-clinic.ts";
import { plantDoors } from "./demo/demo-doors.ts";
import { plantGiving } from "./demo/demo-giving.ts";
import { plantGroups } from "./demo/demo-groups.ts";
import { plantIntroductions } from "./demo/demo-introductions.ts";
import { plantNetwork } from "./demo/demo-network.ts";
import { plantOffices } from "./demo/demo-offices.ts";
import { plantPeople } from "./demo/demo-people.ts";
import { plantPrograms } from "./demo/demo-programs.ts";
import { plantReports } from "./demo/demo-reports.ts";
import { plantTopics } from "./demo/demo-topics.ts";

/** People of the demo world whom the welcome text and the explorer name, by what they may do. */
export const DEMO_PEOPLE = [
  { email: "ada@harbour.example", about: "organises Harbour Breakfast" },
  { email: "ben@harbour.example", about: "is a member of it" },
  { email: "cleo@elsewhere.example", about: "is a stranger to it" },
] as const;

/** Whether those whom the welcome names live in this database. */
export const hasDemoPeople = async (ctx: Context): Promise<boolean> => {
  const emails = DEMO_PEOPLE.map(({ email }) => email);
  return (await ctx.db.countBy(Person, { email: In(emails) })) === emails.length;
};

/**
 * Plants the demo world, with dates around today, into a database where nobody lives yet: five groups in four zones,
 * with their people, past meetings whose rolls are taken, and coming ones of every kind. Answers whether it did; where
 * somebody lives it does nothing.
 *
 * Its rows are facts of the past, so they are written as such: no act could have happened weeks ago.
 */
export function plantDemo(ctx: Context): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    if ((await ctx.db.existsBy(Person, {})) || (await ctx.db.existsBy(Group, {}))) return false;
    await plantTopics(ctx);
    await plantPeople(ctx);
    await plantGroups(ctx);
    await plantCalendar(ctx);
    await plantClinic(ctx);
    await plantGiving(ctx);
    await plantOffices(ctx);
    await plantIntroductions(ctx);
    await plantNetwork(ctx);
    await plantDoors(ctx);
    await plantReports(ctx);
    await plantPrograms(ctx);
    return true;
  });
}
