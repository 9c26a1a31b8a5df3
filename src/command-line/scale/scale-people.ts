import type { Person } from "../../people/person.entity.ts";
import type { PersonTopic } from "../../people/person-topic.entity.ts";
import { chance, pick, SCALE_TOPICS, type ScalePlan, scaleId } from "./scale-plan.ts";

const FIRST =
  "Amina Bruno Chiara Dinesh Edda Farid Greta Hugo Ilse Jamal Katya Liam Maren Nadim Odile Pavel Quinn Ruth Soren Tala Ugo Vera Wanda Ximena Yusuf Zofia".split(
    " ",
  );
const LAST =
  "Abara Bergstrom Castellan Dahl Eriksen Fontaine Grimaldi Hoang Ivanov Jarvis Kowalczyk Lindgren Moreau Nakata Oyelaran Petrov Quiroga Rahman Santos Tanaka Ullmann Varga Whitlock Xu Yilmaz Zeller".split(
    " ",
  );
const PROFESSIONS =
  "Architect Baker Carpenter Designer Electrician Florist Gardener Historian Illustrator Journalist Locksmith Midwife Notary Optician Printer Surveyor Teacher Upholsterer Vet Welder".split(
    " ",
  );
const CITIES = [
  ["Leeds", "GB", "Europe/London"],
  ["Porto", "PT", "Europe/Lisbon"],
  ["Leipzig", "DE", "Europe/Berlin"],
  ["Nairobi", "KE", "Africa/Nairobi"],
  ["Osaka", "JP", "Asia/Tokyo"],
  ["Denver", "US", "America/Denver"],
] as const;
const DAY_MS = 86_400_000;

const COMPANIES = "Amber & Sons,Blue Door,Corner Studio,Driftwood,Eastgate,Fieldwork,Greyhound,Hillside".split(",");
const TOPICS_OF_ONE = 2;

/** Two topics of each of these people. */
export const scalePersonTopics = (plan: ScalePlan, from: number, before: number): Partial<PersonTopic>[] =>
  Array.from({ length: (before - from) * TOPICS_OF_ONE }, (_, index) => {
    const number = from + Math.floor(index / TOPICS_OF_ONE);
    const topic = (number + (index % TOPICS_OF_ONE) * 3) % SCALE_TOPICS.length;
    return { personId: scaleId(plan, "person", number), topicId: scaleId(plan, "topic", topic) };
  });

/** People from one place in the line up to another. */
export function scalePeople(plan: ScalePlan, from: number, before: number): Partial<Person>[] {
  const since = new Date(plan.today.getTime() - 800 * DAY_MS);
  return Array.from({ length: before - from }, (_, index) => {
    const number = from + index;
    const random = chance(plan.seed * 1_000_003 + number);
    const [city, country, timeZone] = pick(random, CITIES);
    const profession = pick(random, PROFESSIONS);
    return {
      id: scaleId(plan, "person", number),
      email: `person-${number}@scale-${plan.seed}.example`,
      emailVerifiedAt: since,
      displayName: `${pick(random, FIRST)} ${pick(random, LAST)}`,
      headline: `${profession} in ${city}`,
      company: pick(random, COMPANIES),
      profession,
      city,
      country,
      timeZone,
      languages: ["en"],
      createdAt: since,
      updatedAt: since,
    };
  });
}
