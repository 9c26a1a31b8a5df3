import { InputType } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { type Decided, DecideMarkInput, decideMark, decisionPayload } from "./decide-mark.ts";

@InputType({ description: "Input of `acceptMark`." })
export class AcceptMarkInput extends DecideMarkInput {}

export const AcceptMarkPayload = decisionPayload("AcceptMark");

/** Lets a flagged mark take part in the sheet, with its own `recordedAt`. */
export const acceptMark = (ctx: Context, input: AcceptMarkInput): Promise<Decided> => decideMark(ctx, input, true);
