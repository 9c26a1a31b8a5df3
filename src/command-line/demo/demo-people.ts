import { Person } from "../../people/person.entity.ts";
import { PersonTopic } from "../../people/person-topic.entity.ts";
import type { Context } from "../../platform/context.ts";
import { findOrMakeTopics } from "../../topics/find-or-make-topics.ts";
import { daysFrom } from "./demo-days.ts";

/** Keys that are the same in every demo world, so that an example with an id in it works verbatim. */
export const demoId = (number: number): string => `0197d000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

type Profile = Partial<Person> & { readonly displayName: string; readonly topics?: readonly string[] };

/** Everybody of the demo world, all made up. Who has no address never signed in and cannot. */
const PROFILES = {
  ada: {
    displayName: "Ada Okafor",
    email: "ada@harbour.example",
    headline: "Naval architect who cannot start a day without company",
    story: "Drew ferries for twenty years. Began the breakfast with four people and one pot of coffee.",
    company: "Okafor & Lune",
    jobTitle: "Partner",
    profession: "Naval architect",
    industry: "Shipbuilding",
    city: "Bristol",
    country: "GB",
    languages: ["en", "ig"],
    timeZone: "Europe/London",
    links: ["https://okafor-lune.example"],
    phone: "+442079460018",
    topics: ["Small business", "Sailing", "Mentoring"],
  },
  ben: {
    displayName: "Ben Lindqvist",
    email: "ben@harbour.example",
    headline: "Bookkeeper for people who draw, cook and build",
    story: "Moved here from Umeå for one winter, eleven winters ago.",
    company: "Lindqvist Ledgers",
    jobTitle: "Founder",
    profession: "Bookkeeper",
    industry: "Accounting",
    city: "Bristol",
    country: "GB",
    languages: ["en", "sv"],
    timeZone: "Europe/London",
    phone: "+442079460027",
    topics: ["Small business", "Cooking"],
  },
  cleo: {
    displayName: "Cleo Marchetti",
    email: "cleo@elsewhere.example",
    headline: "Translator, new in town",
    profession: "Translator",
    city: "Bath",
    country: "GB",
    languages: ["en", "it"],
    timeZone: "Europe/London",
    topics: ["Languages"],
  },
  dev: {
    displayName: "Dev Raman",
    email: "dev@harbour.example",
    headline: "Solar roofs for old houses",
    company: "Gable Light",
    jobTitle: "Engineer",
    profession: "Electrical engineer",
    industry: "Energy",
    topics: ["Energy", "Small business"],
  },
  hana: {
    displayName: "Hana Sato",
    email: "hana@harbour.example",
    headline: "Stands at the door and knows every name",
    story: "Runs a bindery. Ask her about Japanese paper.",
    profession: "Bookbinder",
    topics: ["Crafts"],
  },
  kit: {
    displayName: "Kit Fairweather",
    email: "kit@harbour.example",
    headline: "Commercial leases in plain words",
    profession: "Solicitor",
    industry: "Law",
  },
  priya: {
    displayName: "Priya Nair",
    email: "priya@harbour.example",
    headline: "Physiotherapist for musicians",
    profession: "Physiotherapist",
    topics: ["Health", "Music"],
  },
  finn: {
    displayName: "Finn Gallagher",
    email: "finn@quayside.example",
    headline: "Joiner with a four-month queue",
    profession: "Joiner",
    topics: ["Crafts"],
  },
  sam: {
    displayName: "Sam Adeyemi",
    email: "sam@lantern.example",
    headline: "Marine insurance between two coasts",
    profession: "Insurance broker",
    languages: ["en", "yo"],
    topics: ["Sailing"],
  },
  rafe: { displayName: "Rafe Underhill", email: "rafe@harbour.example", headline: "Sold the boatyard, took the train" },
  lena: {
    displayName: "Lena Brandt",
    email: "lena@kanal.example",
    headline: "Compilers by day, choir by night",
    company: "Kanalwerk",
    profession: "Software engineer",
    city: "Berlin",
    country: "DE",
    languages: ["de", "en"],
    timeZone: "Europe/Berlin",
    topics: ["Programming", "Music"],
  },
  omar: {
    displayName: "Omar Haddad",
    email: "omar@kanal.example",
    headline: "Databases that do not wake anybody at night",
    profession: "Database administrator",
    city: "Berlin",
    country: "DE",
    languages: ["ar", "de", "en"],
    topics: ["Programming", "Databases"],
  },
  tomasz: {
    displayName: "Tomasz Wilk",
    email: "tomasz@kanal.example",
    headline: "Embedded systems for greenhouses",
    profession: "Embedded engineer",
    topics: ["Programming", "Gardening"],
  },
  eva: {
    displayName: "Eva Novak",
    email: "eva@quayside.example",
    headline: "Former harbour master, now a mentor",
    topics: ["Mentoring"],
  },
  mere: {
    displayName: "Mere Tautahi",
    email: "mere@southern.example",
    headline: "Second company, first one that sleeps",
    city: "Auckland",
    country: "NZ",
    languages: ["en", "mi"],
    timeZone: "Pacific/Auckland",
    topics: ["Start-ups"],
  },
  jo: {
    displayName: "Jo Whitcombe",
    email: "jo@southern.example",
    headline: "Wool, but by subscription",
    city: "Dunedin",
    country: "NZ",
    topics: ["Start-ups"],
  },
  rosa: {
    displayName: "Rosa Delgado",
    email: "rosa@lantern.example",
    headline: "Keeps the class together, whatever the class thinks",
    city: "New York",
    country: "US",
    languages: ["en", "es"],
    timeZone: "America/New_York",
  },
  ines: { displayName: "Ines Carvalho", email: "ines@elsewhere.example", headline: "Roasts coffee, looks for a table" },
  walt: { displayName: "Walt Pettigrew" },
} as const satisfies Record<string, Profile>;

export type DemoName = keyof typeof PROFILES;
const NAMES = Object.keys(PROFILES) as DemoName[];

/** Primary key of somebody of the demo world. */
export const personId = (name: DemoName): string => demoId(NAMES.indexOf(name) + 1);

/** Puts them all in, with what they are interested in. */
export async function plantPeople(ctx: Context): Promise<void> {
  const since = daysFrom(ctx, -400);
  await ctx.db.insert(
    Person,
    NAMES.map((name) => {
      const { topics: _, ...profile } = PROFILES[name] as Profile;
      const emailVerifiedAt = profile.email ? since : null;
      return { ...profile, id: personId(name), emailVerifiedAt, createdAt: since, updatedAt: since };
    }),
  );
  for (const name of NAMES) {
    const { topics: names = [] } = PROFILES[name] as Profile;
    const topics = await findOrMakeTopics(ctx, names);
    if (topics.length === 0) continue;
    await ctx.db.insert(
      PersonTopic,
      topics.map((topic) => ({ personId: personId(name), topicId: topic.id })),
    );
  }
}
