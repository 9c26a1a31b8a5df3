import tseslint from "typescript-eslint";

/** Each of these has one home, so that tests can hold it still and nobody looks for it twice. */
const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Ask ctx.clock.now()." },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Ask ctx.clock.now().",
  },
  { selector: "CallExpression[callee.name='Date']", message: "Ask ctx.clock.now()." },
];
const chance = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Ids come from platform/ids.ts, secrets from platform/secrets.ts.",
  },
];
const environment = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "Settings come from platform/config.ts.",
  },
];

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", ".data/", "coverage/", "src/server/explorer/assets/"] },
  {
    files: ["src/**/*.ts", "scripts/**/*.ts", "migrations/**/*.ts", "test/**/*.ts", "ormconfig.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      // A switch over an enumeration is one decision, however many its cases.
      complexity: ["error", { max: 10, variant: "modified" }],
      "no-console": "error",
      // `== null` is the one question that means both null and undefined.
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": ["error", ...clock, ...chance, ...environment],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Rooms, migrations and GraphQL inputs are classes because the libraries want classes.
      "@typescript-eslint/no-extraneous-class": "off",
      // Numbers read well inside of a text; objects and nulls do not.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // Rows of the database and decoded JSON are described, not proved, by a type argument.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // A method may be asynchronous because its interface is; a forgotten await is found by other rules.
      "@typescript-eslint/require-await": "off",
      // Plain objects stand for GraphQL types and contexts throughout.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      // The enumerations of graphql-js are strings with names; comparing them with literals is what its users do.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      // Entities are rows: their columns are spread, and they have nothing else.
      "@typescript-eslint/no-misused-spread": "off",
      // Interfaces that rooms fill by declaration merging begin empty.
      "@typescript-eslint/no-empty-object-type": "off",
      "@typescript-eslint/no-generated-empty-object-type": "off",
      // Biome watches `any`, where a reason can stand beside it.
      "@typescript-eslint/no-explicit-any": "off",
      // A promise may be what an arrow function answers, even where nobody waits for a value.
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { inheritedMethods: false } }],
    },
  },
  { files: ["src/platform/config.ts"], rules: { "no-restricted-syntax": ["error", ...clock, ...chance] } },
  {
    files: ["src/platform/clock.ts", "src/platform/ids.ts"],
    rules: { "no-restricted-syntax": ["error", ...environment] },
  },
  // Declarations, one line a field: a list, however long.
  { files: ["src/**/*.reads.ts"], rules: { "max-lines-per-function": "off" } },
  // Statements of SQL, one after the other: to be read like a list.
  { files: ["migrations/**/*.ts"], rules: { "max-lines-per-function": "off" } },
  { files: ["scripts/**/*.ts"], rules: { "no-restricted-syntax": "off" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      // A story told in one `describe`, and answers of GraphQL whose shape the query states.
      "max-lines-per-function": "off",
      complexity: "off",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-base-to-string": "off",
      "@typescript-eslint/restrict-template-expressions": "off",
      "no-restricted-syntax": ["error", ...chance],
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
