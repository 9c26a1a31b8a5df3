import type pg from "pg";
import type { ContenderName, OperationName } from "../harness/options.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
// Answers of other programs: their shape is what the reading functions below expect, and comparing proves it.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Answer = any;

/** Who asks for what: the variables of one request, in the terms of the database. */
export interface Target {
  /** Whose token is sent. */
  readonly viewerId: string;
  readonly [variable: string]: unknown;
}

/** How one GraphQL server is asked, and how its answer is read into the terms that all share. */
export interface Asked<T extends Target> {
  readonly document: string;
  variables(target: T): Record<string, unknown>;
  read(data: Answer): Json;
}

/** Something that a server is asked about many targets. */
export interface Question<T extends Target = Target> {
  readonly name: string;
  /** Its requests are never repeated: each target is made anew, and used once. */
  readonly isWrite?: true;
  /** What is asked for, in the same order whenever the world is the same; so many new ones of a write. */
  targets(client: pg.Client, count: number): Promise<T[]>;
  readonly asked: Partial<Record<Exclude<ContenderName, "limit" | "wellmet-cached">, Asked<T>>>;
}

/** A question with a hand-written answer to measure by. */
export interface Operation<T extends Target = Target> extends Question<T> {
  readonly name: OperationName;
  /** What a write left in the database, in terms that do not depend on the target. */
  effect?(client: pg.Client, target: T): Promise<Json>;
  /** What of an answer must be the same for everybody, where that is not all of it. */
  readonly shared?: (answer: Json) => Json;
  /** The hand-written statement, and its parameters; it answers one JSON text in the shared terms. */
  readonly limit: { readonly sql: string; parameters(target: T): unknown[] };
  /** Whether anybody may ask it, so that it can be answered from memory. */
  readonly isPublic: boolean;
}

export const globalId = (prefix: string, id: string): string => `${prefix}_${id.replaceAll("-", "")}`;

/** The key within a global id of ours. */
export const keyOf = (id: string): string => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

export const instant = (text: string): string => new Date(text).toISOString();
