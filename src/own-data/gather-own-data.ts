import type { DocumentNode } from "graphql";
import type { Context } from "../platform/context.ts";
import { type ListWithin, type OwnPart, ownParts } from "./own-parts.ts";
import { ownRows } from "./own-rows.ts";

/** An answer's object, as the API gives it. */
export type Answered = { readonly [field: string]: unknown };

/** Everything that the service answers somebody about themself, part by part. */
export interface OwnData {
  readonly person: Answered;
  readonly lists: readonly {
    readonly part: Pick<OwnPart, "name" | "columns">;
    readonly entries: readonly Answered[];
  }[];
}

interface Page {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Answered | null }[];
}

/** Asks as the person would, so that the same policies answer. */
export async function gatherOwnData(ctx: Context, personId: string): Promise<OwnData> {
  const { schema } = ctx.reads;
  if (!schema) throw new Error("Own data is read by compiled reads.");
  const theirs: Context = {
    ...ctx,
    principal: { kind: "person", personId, sessionId: personId },
    viewerId: personId,
  };
  const [own, ...parts] = ownParts(schema);
  if (!own) throw new Error("Nothing hangs on people.");
  const person = (await asked(theirs, own.document))["viewer"] as Answered;
  const lists: OwnData["lists"][number][] = [];
  for (const part of parts) lists.push({ part, entries: await entriesOf(theirs, part) });
  return { person, lists: [...lists, ...(await ownRows(ctx, personId))] };
}

async function entriesOf(ctx: Context, part: OwnPart): Promise<readonly Answered[]> {
  const entries: Answered[] = [];
  let after: string | null = null;
  for (;;) {
    const { list } = (await asked(ctx, part.document, { after }))["viewer"] as { readonly list: Page | null };
    for (const entry of nodesOf(list)) entries.push(await completed(ctx, part, entry));
    if (!list?.pageInfo.hasNextPage) return entries;
    after = list.pageInfo.endCursor;
  }
}

const nodesOf = (page: Page | null): readonly Answered[] =>
  (page?.edges ?? []).flatMap(({ node }) => (node ? [node] : []));

/** An entry with every list in it whole. */
async function completed(ctx: Context, { within }: OwnPart, entry: Answered): Promise<Answered> {
  const whole = { ...entry };
  for (const list of within) whole[list.name] = await wholeList(ctx, list, entry);
  return whole;
}

async function wholeList(
  ctx: Context,
  { name, document }: ListWithin,
  entry: Answered,
): Promise<readonly Answered[] | null> {
  let page = entry[name] as Page | null;
  if (!page) return null;
  const entries = [...nodesOf(page)];
  while (page?.pageInfo.hasNextPage) {
    const { node } = await asked(ctx, document, { id: entry["id"], after: page.pageInfo.endCursor });
    page = (node as { readonly list: Page | null } | null)?.list ?? null;
    entries.push(...nodesOf(page));
  }
  return entries;
}

async function asked(ctx: Context, document: DocumentNode, variables: Answered = {}): Promise<Answered> {
  const answer = await ctx.reads.answer?.(document, null, variables, ctx);
  if (!answer) throw new Error("Own data is read by compiled reads.");
  if ("text" in answer) return JSON.parse(answer.text) as Answered;
  const [fault] = answer.errors ?? [];
  if (fault) throw fault;
  return answer.data as Answered;
}
