import { Person } from "../people/person.entity.ts";
import { ownOnly } from "../people/person.policy.ts";
import type { Context } from "../platform/context.ts";
import { hang, reads } from "../platform/reads/declare.ts";
import { Session } from "./session.entity.ts";
import { isLive, isOwnSession } from "./session.policy.ts";

reads(Session, {
  prefix: "ses",
  description: "sessions",
  visible: isOwnSession,
  orders: (s) => ({ CREATED_AT: { by: s.createdAt, description: "By the moment of signing in." } }),
  fields: (t) => ({
    isCurrent: t.resolved(
      () => Boolean,
      ["id"],
      (session, _args, ctx) => isCurrent(ctx, session.id),
      {
        description: "Whether this request came with it.",
      },
    ),
  }),
});

hang(Person, (t) => ({
  sessions: t.connection(Session, "personId", {
    when: ownOnly,
    where: (session, _person, viewer) => isLive(session, viewer),
    description: "Where the person is signed in. Null for everybody but the person themself.",
  }),
}));

const isCurrent = ({ principal }: Context, sessionId: string): boolean =>
  principal.kind === "person" && principal.sessionId === sessionId;
