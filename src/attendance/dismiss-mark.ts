import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { type Decided, DecideMarkInput, decideMark, decisionPayload } from "./decide-mark.ts";

@InputType({ description: "Input of `dismissMark`." })
export class DismissMarkInput extends DecideMarkInput {}

export const DismissMarkPayload = decisionPayload("DismissMark");

/** Leaves a flagged mark out of the sheet for good; it stays in the history. */
export const dismissMark = (ctx: Context, input: DismissMarkInput): Promise<Decided> => decideMark(ctx, input, false);
