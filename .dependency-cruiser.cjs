/**
 * The floors of the house, top first; rooms on one line are neighbours and do not know each other, except on the roof.
 * A room imports only from rooms below it. Adding a room is adding a word here.
 */
const floors = [
  ["server", "command-line"],
  ["erasure", "own-data", "reports"],
  ["transfers"],
  ["duplicates"],
  ["merges"],
  ["integrations", "calendars", "insights", "notifications", "imports"],
  ["warm-paths", "suggestions"],
  ["ties"],
  ["introductions", "recall", "referrals", "asks", "meeting-value"],
  ["encounters", "introduction-requests"],
  ["connections"],
  ["rolls", "check-ins"],
  ["attendance"],
  ["seat-offers", "admissions", "visits", "standing-rsvps"],
  ["rsvps"],
  ["series", "discovery", "doors"],
  ["meetings", "contact-reads"],
  ["invitations", "hand-overs", "keys", "apps"],
  ["memberships", "group-settings"],
  ["audit"],
  ["groups"],
  ["passkeys", "identities"],
  ["sign-in"],
  ["people"],
  ["topics"],
  ["scopes"],
  ["platform"],
];

const anyOf = (rooms) => `(${rooms.join("|")})`;

const floorRules = floors.slice(1).flatMap((rooms, index) =>
  rooms.map((room) => {
    const allowed = [room, ...floors.slice(index + 2).flat()];
    return {
      name: `floors: ${room}`,
      comment: "A room imports only from rooms below it. To reach upwards, emit an event or hang the field from above.",
      severity: "error",
      from: { path: `^src/${room}/` },
      to: { path: "^src/", pathNot: `^src/${anyOf(allowed)}/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: "unknown room",
      comment: "Every folder in src is a room with a place on the floors above.",
      severity: "error",
      from: {},
      to: { path: "^src/", pathNot: `^src/${anyOf(floors.flat())}/` },
    },
    {
      name: "no circles",
      comment: "Neither file can be understood or loaded without the other. Types may know each other.",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "doors are private",
      comment: "Another room is entered by its entity, policy, reads, events or an act; never by its resolver.",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: "^src/server/" },
      to: { path: "\\.resolver\\.ts$", pathNot: "^src/$1/" },
    },
    {
      name: "policies are pure",
      comment: "A policy says who may; it knows neither the database nor GraphQL.",
      severity: "error",
      from: { path: "\\.policy\\.ts$" },
      to: { path: "node_modules/(typeorm|type-graphql|graphql|pg)/" },
    },
    {
      name: "only the roof knows HTTP",
      comment: "Apollo, Fastify and HTTP itself are the business of src/server.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/server/" },
      to: { path: "node_modules/(@apollo|@as-integrations|fastify|@fastify)/|^(node:)?https?$" },
    },
    {
      name: "embedded database on demand",
      comment: "Loaded only when no DATABASE_URL is set: production images do not have it.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/platform/embedded-database/" },
      to: { path: "^src/platform/embedded-database/", dependencyTypesNot: ["dynamic-import", "type-only"] },
    },
    {
      name: "migrations stand alone",
      comment: "A released migration must do tomorrow what it does today, so it knows no code that changes.",
      severity: "error",
      from: { path: "^migrations/" },
      to: { path: "^(src|test)/" },
    },
    {
      name: "no tests in the product",
      severity: "error",
      from: { path: "^(src|migrations)/" },
      to: { path: "^test/|node_modules/@?jest/" },
    },
    {
      name: "no packages from nowhere",
      comment: "Everything that runs is a direct dependency in package.json.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
    },
    {
      name: "not to be found",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
