import { Meeting } from "../meetings/meeting.entity.ts";
import { Person } from "../people/person.entity.ts";
import type { Context } from "../platform/context.ts";
import { hang } from "../platform/reads/declare.ts";
import { suggestIntroductions } from "./suggest-introductions.ts";
import { suggestPeople } from "./suggest-people.ts";
import { SuggestedIntroduction, SuggestedPerson, SuggestionsArgs } from "./suggestion.ts";

hang(Person, (t) => ({
  suggestedIntroductions: t.resolved(
    () => [SuggestedIntroduction],
    ["id"],
    ({ id }, { first }: SuggestionsArgs, ctx: Context) =>
      id === ctx.viewerId ? suggestIntroductions(ctx, id, first) : null,
    {
      nullable: true,
      args: SuggestionsArgs,
      description:
        "Whom the viewer should introduce to each other, of those whom they know: the best fits first, each with reasons. Null for everybody but the viewer.",
    },
  ),
}));

hang(Meeting, (t) => ({
  suggestedPeople: t.resolved(
    () => [SuggestedPerson],
    ["id"],
    ({ id }, { first }: SuggestionsArgs, ctx: Context) =>
      ctx.viewerId === null ? null : suggestPeople(ctx, ctx.viewerId, id, first),
    {
      nullable: true,
      args: SuggestionsArgs,
      description:
        "Whom the viewer should meet there, of those who go and whose answers they may read: the best fits first, each with reasons. Empty once it has begun. Null for visitors.",
    },
  ),
}));
