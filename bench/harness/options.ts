import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BENCH } from "./processes.ts";

export const CONTENDERS = ["limit", "postgraphile", "mercurius", "plain-apollo", "wellmet", "wellmet-cached"] as const;
export type ContenderName = (typeof CONTENDERS)[number];

export const OPERATIONS = ["groupPage", "discovery", "directory", "roster", "record", "node"] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** Of `explain` and `growth` alone. */
export const SEARCHES = [
  "groupsByWords",
  "groupsByCommonWord",
  "groupsMisspelt",
  "groupsByTopicNear",
  "groupsNearest",
  "groupsNearByNextMeeting",
  "groupsByWordsNearWithSeats",
  "meetingsByWords",
  "meetingsByCommonWord",
  "meetingsByTitle",
  "meetingsByTopicNear",
  "meetingsNearByLocalTime",
  "meetingsByTopicWithSeats",
  "topicsByWords",
] as const;
export type SearchName = (typeof SEARCHES)[number];

export const COMMANDS = ["run", "seed", "explain", "growth", "profile", "load", "memory"] as const;
export type Command = (typeof COMMANDS)[number];

export const SCALES = ["S", "M"] as const;
export type Scale = (typeof SCALES)[number];

export interface Options {
  readonly command: Command;
  readonly scale: Scale;
  readonly rounds: number;
  /** Of one measurement, without its warm-up. */
  readonly seconds: number;
  readonly only: readonly ContenderName[];
  readonly ops: readonly OperationName[];
  /** Of `explain` and `growth`: searches beside the operations. */
  readonly searches: readonly SearchName[];
  readonly json: string | null;
  readonly connections: number;
  /** Of `memory`: how many to send. */
  readonly requests: number;
  /** Folder of the database, profiles and logs. */
  readonly data: string;
  /** Of `growth`: folder of the world of scale S. */
  readonly small: string;
  /** Whether a database that was seeded otherwise is measured all the same. */
  readonly keep: boolean;
  /** Whether the server is built anew when its sources changed. */
  readonly build: boolean;
}

export class UsageError extends Error {}

export const USAGE = `npm run bench -- [command] [options]

  run       measure (what is done if no command is given)
  seed      make and fill the database, and end
  explain   print the plans of Wellmet's statements; fails on a sequential scan of a large table
  growth    what each search costs PostgreSQL at M, and at S for answers of equal size; fails above 3 times as much
  profile   put load on Wellmet alone, under --cpu-prof, and print where the time goes
  load      measure the load generator itself, against a server that does nothing
  memory    send a thousand different documents again and again, and print the memory of Wellmet

  --scale S|M        1,000 people, or 100,000 with 3 million attendances (S)
  --rounds N         interleaved rounds (3)
  --seconds N        length of one measurement (2)
  --only a,b         contenders: ${CONTENDERS.join(", ")}; limit is always measured
  --ops x,y          operations: ${OPERATIONS.join(", ")};
                     of explain also, and of growth only, ${SEARCHES.join(", ")}
  --json FILE        also write the results there
  --connections N    keep-alive connections (32)
  --requests N       of memory: how many to send (1,000,000)
  --data DIR         where the database lies (bench/.data/<scale>)
  --small DIR        of growth: where that of scale S lies (bench/.data/S)
  --keep             use the database that is there, although it would be seeded otherwise today
  --no-build         measure dist/ as it is

  BENCH_DATABASE_URL=postgres://…  an empty or earlier bench database of a role that may create databases,
                     in place of the embedded one`;

export function readOptions(given: readonly string[]): Options {
  const { values, positionals } = parsed(given);
  const ops = someOf("--ops", values.ops, [...OPERATIONS, ...SEARCHES]);
  const command = oneOf("The command", positionals[0] ?? "run", COMMANDS);
  const scale = command === "growth" ? "M" : oneOf("--scale", values.scale, SCALES);
  return {
    command,
    scale,
    rounds: number("--rounds", values.rounds, 1, 1_000),
    seconds: number("--seconds", values.seconds, 0.1, 600),
    only: ["limit", ...chosen(positionals[0], values.only).filter((name) => name !== "limit")],
    ops: ops.filter(isOperation),
    searches: ops.filter((name) => !isOperation(name)),
    json: values.json ?? null,
    connections: number("--connections", values.connections, 1, 1_000),
    requests: number("--requests", values.requests, 1, 1e9),
    data: resolve(values.data ?? join(BENCH, ".data", scale)),
    small: resolve(values.small ?? join(BENCH, ".data", "S")),
    keep: values.keep,
    build: !values["no-build"],
  };
}

const isOperation = (name: OperationName | SearchName): name is OperationName =>
  OPERATIONS.some((known) => known === name);

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        scale: { type: "string", default: "S" },
        rounds: { type: "string", default: "3" },
        seconds: { type: "string", default: "2" },
        only: { type: "string" },
        ops: { type: "string" },
        json: { type: "string" },
        connections: { type: "string", default: "32" },
        requests: { type: "string", default: "1000000" },
        data: { type: "string" },
        small: { type: "string" },
        keep: { type: "boolean", default: false },
        "no-build": { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function oneOf<T extends string>(what: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new UsageError(`${what} is one of ${known.join(", ")}, not ${given}.`);
  return found;
}

const someOf = <T extends string>(what: string, given: string | undefined, known: readonly T[]): readonly T[] =>
  given === undefined ? known : [...new Set(given.split(",").map((name) => oneOf(what, name, known)))];

function number(what: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (!(value >= least && value <= most)) throw new UsageError(`${what} is a number from ${least} to ${most}.`);
  return value;
}

/** Only ours is profiled unless somebody else is named. */
const chosen = (command: string | undefined, only: string | undefined): readonly ContenderName[] =>
  command === "profile" && only === undefined ? ["wellmet"] : someOf("--only", only, CONTENDERS);
