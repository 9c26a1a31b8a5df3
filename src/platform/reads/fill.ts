/** Entities that acts return, as GraphQL answers: read once more after the act, by the viewer's own sight. */
import { type GraphQLResolveInfo, getNamedType, getNullableType, isListType, isObjectType } from "graphql";
import type { Context } from "../context.ts";
import type { EntityRef } from "../errors.ts";
import { columnOf } from "./columns.ts";
import { Compilation } from "./compilation.ts";
import { cursorAt, edgeObject } from "./connection.ts";
import { type Engine, KEY, keepingPromises, requestOf, unmarked } from "./engine.ts";
import { built, type Json, plain } from "./json.ts";
import { sortingsOf } from "./page.ts";
import type { Compiled } from "./plans.ts";
import { type Known, known, knownOf } from "./registry.ts";
import { type Entered, enter, NOWHERE } from "./scope.ts";
import { entityObject } from "./selection.ts";
import { and, Bind, sql } from "./sql.ts";

type Row = Record<string, unknown>;

/**
 * Reads what a resolver returned, by primary key: one statement for all rows of a type. A list keeps its
 * order and leaves out what the viewer may not see.
 */
export async function fillValue(
  engine: Engine,
  ctx: Context,
  value: unknown,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  if (value === null || value === undefined) return null;
  if (isRef(value) && value.seenBy) {
    const { seenBy, ...ref } = value;
    return fillValue(engine, { ...ctx, viewerId: seenBy }, ref, info);
  }
  const many = isListType(getNullableType(info.returnType));
  const refs = (many ? [...(value as Iterable<unknown>)] : [value]).map((one) => refOf(one, info));
  const rows = new Map<string, Row | undefined>();
  for (const entity of new Set(refs.map((ref) => ref.entity))) {
    const ids = refs.filter((ref) => ref.entity === entity).map((ref) => ref.id);
    const read = await rowsTogether(engine, ctx, knownOf(entity), ids, info);
    for (const id of ids) rows.set(`${entity.name} ${id}`, read.get(id));
  }
  const found = refs.flatMap((ref) => rows.get(`${ref.entity.name} ${ref.id}`) ?? []);
  return many ? found : (found[0] ?? null);
}

/** An entity, a reference to one, or what stands for an edge: its node. */
function refOf(value: unknown, info: GraphQLResolveInfo): EntityRef {
  if (isRef(value)) return value;
  const { id } = value as { id?: unknown };
  const entity = (value as object).constructor as EntityRef["entity"];
  if (known.has(entity) && typeof id === "string") return { entity, id };
  const { node } = value as { node?: unknown };
  if (node) return refOf(node, info);
  throw new TypeError(`${info.parentType.name}.${info.fieldName} must return an entity or a reference to one.`);
}

const isRef = (value: unknown): value is EntityRef =>
  typeof value === "object" && value !== null && typeof (value as EntityRef).entity === "function";

/** Rows of one type that the same field wants for several parents at once. */
interface Batch {
  readonly ids: Set<string>;
  readonly rows: Promise<Rows>;
}

type Rows = ReadonlyMap<string, Row>;

const batches = new WeakMap<Context, Map<unknown, Map<Known, Batch>>>();

/** All elements of a list ask at the same moment: what they ask for is read by one statement. */
function rowsTogether(
  engine: Engine,
  ctx: Context,
  entity: Known,
  ids: readonly string[],
  info: GraphQLResolveInfo,
): Promise<Rows> {
  const ofRequest = batches.get(ctx) ?? new Map<unknown, Map<Known, Batch>>();
  batches.set(ctx, ofRequest);
  const ofField = ofRequest.get(info.fieldNodes[0]) ?? new Map<Known, Batch>();
  ofRequest.set(info.fieldNodes[0], ofField);

  const begin = (): Batch => {
    const wanted = new Set<string>();
    const rows = Promise.resolve().then(async () => {
      ofField.delete(entity);
      return new Map(await readRows(engine, ctx, entity, [...wanted], info));
    });
    return { ids: wanted, rows };
  };
  const batch = ofField.get(entity) ?? begin();
  ofField.set(entity, batch);
  for (const id of ids) batch.ids.add(id);
  return batch.rows;
}

async function readRows(
  engine: Engine,
  ctx: Context,
  entity: Known,
  ids: readonly string[],
  info: GraphQLResolveInfo,
): Promise<[string, Row][]> {
  const [first] = info.fieldNodes;
  const places = info.fieldNodes.map((node) => node.loc?.start ?? Number.NaN);
  // Without places in a document, two selections of one node could not be told apart: then nothing is kept.
  const owner = first && !places.includes(Number.NaN) ? first : {};
  return keepingPromises(engine, ctx, async (writer) => {
    const request = requestOf(ctx, { ...info.variableValues, [KEY]: ids });
    const plan = engine.plans.find(owner, `${writer.name} ${entity.name} ${places.join()}`, request, () => {
      const options = { ...engine, writer, fragments: info.fragments, tagsTypes: true };
      return compileRows(new Compilation(request, options), entity, info);
    });
    if (plan === null) return [];
    const [text] = await engine.statements.run(ctx, plan, request);
    return (JSON.parse(unmarked(engine, ctx, plan, text as string)) as { id: string; row: Row }[]).map(
      ({ id, row }) => [id, row],
    );
  });
}

function compileRows(c: Compilation, entity: Known, info: GraphQLResolveInfo): Compiled {
  c.decideDirectives(info.fieldNodes);
  const row = enter(c, entity, NOWHERE);
  const id = columnOf(row.row, "id");
  const pair = c.writer.object([
    ["id", plain(sql`${id}::text`)],
    ["row", writtenRow(c, row, info)],
  ]);
  const keys = new Bind("uuid[]", ({ variables }) => variables[KEY]);
  const where = and(sql`${id} = any(${keys})`, row.visible);
  const all = c.writer.list(built(pair), sql`${id} is not null`);
  return c.finish(sql`select (${all})::text${c.from(row.from)} where ${where}`);
}

function writtenRow(c: Compilation, row: Entered, info: GraphQLResolveInfo): Json {
  const type = getNamedType(info.returnType);
  if (isObjectType(type) && type.name === `${row.known.name}Edge`) {
    const parts = () => null;
    const sorting = sortingsOf(row.known, row, parts)({});
    const cursor = () => cursorAt(sorting, row, parts);
    return edgeObject(c, info.fieldNodes, row, cursor, (nodes, scope) =>
      built(entityObject(c, nodes, { ...scope, known: row.known })),
    );
  }
  return built(entityObject(c, info.fieldNodes, row, !isObjectType(type)));
}
