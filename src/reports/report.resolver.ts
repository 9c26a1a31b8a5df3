import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../platform/context.ts";
import { payload } from "../platform/payload.ts";
import { DecideReportInput, DecideReportPayload, decideReport } from "./decide-report.ts";
import { ReportToOperatorInput, ReportToOperatorPayload, reportToOperator } from "./report-to-operator.ts";
import { ReportToOrganisersInput, ReportToOrganisersPayload, reportToOrganisers } from "./report-to-organisers.ts";

@Resolver()
export class ReportResolver {
  @Mutation(() => ReportToOperatorPayload, {
    nullable: true,
    description:
      "Tell whoever runs the service, and nobody else, that something is wrong with somebody or something within sight. For whoever is signed in.",
  })
  reportToOperator(@Arg("input", () => ReportToOperatorInput) input: ReportToOperatorInput, @Ctx() ctx: Context) {
    return payload(() => reportToOperator(ctx, input));
  }

  @Mutation(() => ReportToOrganisersPayload, {
    nullable: true,
    description:
      "Tell those who organise a group, and nobody else, that something is wrong with somebody or something within sight; whom it is about never reads it, whatever their role. For members, former members and visitors of the group.",
  })
  reportToOrganisers(@Arg("input", () => ReportToOrganisersInput) input: ReportToOrganisersInput, @Ctx() ctx: Context) {
    return payload(async () => ({ report: await reportToOrganisers(ctx, input) }));
  }

  @Mutation(() => DecideReportPayload, {
    nullable: true,
    description:
      "Decide on a report to organisers, and do what follows from it. For organisers and owners of its group, but not for who made it or whom it is about.",
  })
  decideReport(@Arg("input", () => DecideReportInput) input: DecideReportInput, @Ctx() ctx: Context) {
    return payload(async () => ({ report: await decideReport(ctx, input) }));
  }
}
