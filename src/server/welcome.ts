import { DEMO_PEOPLE } from "../command-line/seed-demo.ts";

/** Three to begin with; a test runs each of them. */
export const QUERIES = [
  {
    about: "The next meetings, as a group site reads them",
    text: "{ meetings(filter: { upcoming: true }, first: 5) { edges { node { title startsAt timeZone group { name } } } } }",
  },
  {
    about: "Groups and when they meet next",
    text: "{ groups(first: 5) { edges { node { name city nextMeeting { title startsAt } } } } }",
  },
  { about: "Who am I?", text: "{ viewer { id profile { displayName } } }" },
];

/** How to be somebody of the demo world, or, where it was not planted, anybody at all. */
const sessionLine = (email: string, about: string): string =>
  `  npm run --silent wellmet -- session --email ${email.padEnd(22)}  # ${about}`;

/** What a developer sees when the service is ready: where it is, what to ask, and how to be somebody. */
export function welcome(address: string, { hasDemo }: { hasDemo: boolean }): string {
  const endpoint = `${address}/graphql`;
  const queries = QUERIES.map(({ about, text }) => `  # ${about}\n  ${text}\n`);
  const people = hasDemo
    ? DEMO_PEOPLE.map(({ email, about }) => sessionLine(email, about))
    : [sessionLine("you@example.org", "anybody who has signed in before, or is on a group's books")];
  return [
    "",
    `Wellmet is ready. Open ${endpoint} in a browser, or ask it:`,
    "",
    ...queries,
    `To act as somebody${hasDemo ? " of the demo world" : ""}, get a token and send it as \`Authorization: Bearer <token>\`:`,
    "",
    ...people,
    "",
    "Ctrl-C ends everything.",
    "",
  ].join("\n");
}
