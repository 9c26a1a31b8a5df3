/**
 * Who knows of an introduction, and of what either side says. Nothing here that anybody but the one who answered can
 * see may look at an answer, at `closedAt` or at a block: the state of others follows from expiry and sharing alone.
 */
import type { Policy, Row, Viewer } from "../platform/reads/policy.ts";
import { absent, and, eq, FALSE, isOneOf, not, or, present, type Sql, sql } from "../platform/reads/sql.ts";
import { Introduction } from "./introduction.entity.ts";
import type { IntroductionOutcome } from "./introduction-outcome.entity.ts";
import { IntroductionSide } from "./introduction-side.entity.ts";

const isConnector: Policy<Introduction> = (i, v) => (v.anonymous ? FALSE : eq(i.connectorId, v.id));

/** Those who were asked; who was not asked yet, or never will be, knows of nothing. */
export const isParty: Policy<Introduction> = (i, v) =>
  v.in(
    i.id,
    IntroductionSide,
    (s) => s.introductionId,
    (s) => and(eq(s.personId, v.id), present(s.askedAt)),
  );

export const visibleIntroduction: Policy<Introduction> = (i, v) => or(isConnector(i, v), isParty(i, v));

export const connectorOnly: Policy<Introduction> = isConnector;

/** The viewer's own no, or their own withdrawal. */
const isClosedByViewer: Policy<Introduction> = (i, v) =>
  or(
    and(isConnector(i, v), present(i.withdrawnAt)),
    v.in(
      i.id,
      IntroductionSide,
      (s) => s.introductionId,
      (s) => and(eq(s.personId, v.id), present(s.askedAt), isOneOf(s.answer, "NO", "WITHDRAWN")),
    ),
  );

export const stateOf: Policy<Introduction> = (i, v) =>
  sql`case when ${i.metAt} is not null then 'MET'
           when ${i.wentColdAt} is not null then 'WENT_COLD'
           when ${i.sharedAt} is not null then 'SHARED'
           when ${i.expiresAt} <= ${v.now} then 'CLOSED'
           when ${isClosedByViewer(i, v)} then 'CLOSED'
           else 'ASKING' end`;

const isOpen: Policy<Introduction> = (i, v) => and(absent(i.sharedAt), sql`${i.expiresAt} > ${v.now}`);

export const viewerCanWithdraw: Policy<Introduction> = (i, v) =>
  and(isOpen(i, v), isConnector(i, v), absent(i.withdrawnAt));

const hasAnswered = (i: Row<Introduction>, v: Viewer, ...answers: readonly string[]): Sql =>
  v.in(
    i.id,
    IntroductionSide,
    (s) => s.introductionId,
    (s) => and(eq(s.personId, v.id), present(s.askedAt), isOneOf(s.answer, ...answers)),
  );

export const viewerCanAnswer: Policy<Introduction> = (i, v) =>
  and(isOpen(i, v), hasAnswered(i, v, "PENDING", "LATER", "YES"));

export const viewerCanWithdrawAnswer: Policy<Introduction> = (i, v) => and(isOpen(i, v), hasAnswered(i, v, "YES"));

export const viewerCanTellOutcome: Policy<Introduction> = (i, v) => and(present(i.sharedAt), isParty(i, v));

/** Whoever recorded it; with their leave, all who see the introduction. */
export const visibleOutcome: Policy<IntroductionOutcome> = (o, v) =>
  and(v.sees(Introduction, o.introductionId), or(eq(o.recordedById, v.id), not(o.isConfidential)));

export const visibleSide: Policy<IntroductionSide> = (s, v) => v.sees(Introduction, s.introductionId);

/** The viewer is the one who is asked. */
export const isOwnSide: Policy<IntroductionSide> = (s, v) =>
  v.anonymous ? FALSE : and(eq(s.personId, v.id), present(s.askedAt));

export const isConnectorOf: Policy<IntroductionSide> = (s, v) =>
  v.via(Introduction, s.introductionId, (i) => isConnector(i, v));

export const ownOrConnector: Policy<IntroductionSide> = (s, v) => or(isOwnSide(s, v), isConnectorOf(s, v));

const isShared: Policy<IntroductionSide> = (s, v) => v.via(Introduction, s.introductionId, (i) => present(i.sharedAt));

/** What passed is for the two of them, never for the connector. */
export const hasPassedToViewer: Policy<IntroductionSide> = (s, v) =>
  and(
    v.via(Introduction, s.introductionId, (i) => and(present(i.sharedAt), isParty(i, v))),
    not(isOwnSide(s, v)),
  );

export const isKnownToViewer: Policy<IntroductionSide> = (s, v) =>
  or(isOwnSide(s, v), hasPassedToViewer(s, v), and(isConnectorOf(s, v), not(s.isOutsider)));

/** One's own answer; two yeses, once they have passed; and to the connector what they were told. */
export const answerOf: Policy<IntroductionSide> = (s, v) =>
  sql`case when ${isOwnSide(s, v)} then ${s.answer}
           when ${isShared(s, v)} then 'YES'
           when ${isConnectorOf(s, v)} then ${s.toldAnswer} end`;

export const wordOf: Policy<IntroductionSide> = (s, v) =>
  sql`case when ${isOwnSide(s, v)} then ${s.word} when ${isConnectorOf(s, v)} then ${s.toldWord} end`;
