import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload, withEdge } from "../platform/payload.ts";
import { EndSeriesInput, EndSeriesPayload, endSeries } from "./end-series.ts";
import { ScheduleSeriesInput, ScheduleSeriesPayload, scheduleSeries } from "./schedule-series.ts";
import { UpdateSeriesInput, UpdateSeriesPayload, updateSeries } from "./update-series.ts";

@Resolver()
export class SeriesResolver {
  @Mutation(() => ScheduleSeriesPayload, {
    nullable: true,
    description: "Puts a recurring meeting on a group's calendar. For its organisers.",
  })
  async scheduleSeries(
    @Ctx() ctx: Context,
    @Arg("input", () => ScheduleSeriesInput) input: ScheduleSeriesInput,
  ): Promise<object> {
    return payload(async () => withEdge("series", await scheduleSeries(ctx, input)));
  }

  @Mutation(() => UpdateSeriesPayload, {
    nullable: true,
    description:
      "Changes the words and the place of a series, for all meetings to come but those changed by themselves. For the group's organisers.",
  })
  async updateSeries(
    @Ctx() ctx: Context,
    @Arg("input", () => UpdateSeriesInput) input: UpdateSeriesInput,
  ): Promise<object> {
    return payload(async () => ({ series: await updateSeries(ctx, input) }));
  }

  @Mutation(() => EndSeriesPayload, {
    nullable: true,
    description: "Makes no more meetings of a series, and may cancel those to come. For the group's organisers.",
  })
  async endSeries(@Ctx() ctx: Context, @Arg("input", () => EndSeriesInput) input: EndSeriesInput): Promise<object> {
    return payload(async () => ({ series: await endSeries(ctx, input) }));
  }
}
