import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { hang } from "../platform/reads/declare.ts";
import { findWarmPaths } from "./find-warm-paths.ts";
import { WARM_PATHS_DEFAULT, WarmPath, WarmPathsArgs } from "./warm-path.ts";

hang(Person, (t) => ({
  warmPaths: t.resolved(
    () => [WarmPath],
    ["id"],
    ({ id }, args: WarmPathsArgs, ctx: Context) => (id === ctx.viewerId ? findWarmPaths(ctx, id, args) : null),
    {
      nullable: true,
      args: WarmPathsArgs,
      description: `Ways to somebody by people who know each other: the viewer asks a friend, who asks the target, or a friend of theirs. The strongest and shortest first, ${WARM_PATHS_DEFAULT} unless said otherwise, each by another first connector. Only by ties whose two people both let others find a way by them, and by nobody who wants no introductions at present; an empty list says nothing about why. At most 300 searches an hour. Null for everybody but the viewer.`,
    },
  ),
}));
