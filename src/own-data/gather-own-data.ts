import type { DocumentNode } from "graphql";
import type { Context } from "../platform/context.ts";
import { type OwnPart, ownParts } from "./own-parts.ts";

/** An answer's object, as the API gives it. */
export type Answered = { readonly [field: string]: unknown };

/** Everything that the service answers somebody about themself, part by part. */
export interface OwnData {
  readonly person: Answered;
  readonly lists: readonly { readonly part: OwnPart; readonly entries: readonly Answered[] }[];
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
  const lists: { part: OwnPart; entries: readonly Answered[] }[] = [];
  for (const part of parts) lists.push({ part, entries: await entriesOf(theirs, part) });
  return { person, lists };
}

async function entriesOf(ctx: Context, part: OwnPart): Promise<readonly Answered[]> {
  const entries: Answered[] = [];
  let after: string | null = null;
  for (;;) {
    const { list } = (await asked(ctx, part.document, { after }))["viewer"] as { readonly list: Page | null };
    entries.push(...(list?.edges ?? []).flatMap(({ node }) => (node ? [node] : [])));
    if (!list?.pageInfo.hasNextPage) return entries;
    after = list.pageInfo.endCursor;
  }
}

async function asked(ctx: Context, document: DocumentNode, variables: Answered = {}): Promise<Answered> {
  const answer = await ctx.reads.answer?.(document, null, variables, ctx);
  if (!answer) throw new Error("Own data is read by compiled reads.");
  if ("text" in answer) return JSON.parse(answer.text) as Answered;
  const [fault] = answer.errors ?? [];
  if (fault) throw fault;
  return answer.data as Answered;
}
