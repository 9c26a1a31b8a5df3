/** The fields of introductions, the naive way: what the other side said, or a block, is looked at nowhere. */
import type { Group } from "../../src/groups/group.entity.ts";
import type { IntroductionRequest } from "../../src/introduction-requests/introduction-request.entity.ts";
import type { Introduction } from "../../src/introductions/introduction.entity.ts";
import type { IntroductionOutcome } from "../../src/introductions/introduction-outcome.entity.ts";
import type { IntroductionSide } from "../../src/introductions/introduction-side.entity.ts";
import type { Person } from "../../src/people/person.entity.ts";
import type { Anything } from "../support/anything.ts";
import type { Sight } from "./sight.ts";

type Resolve<Row> = (row: Row, args: unknown, sight: Sight) => unknown;

const personId = (key: string | null): string | null => (key === null ? null : `per_${key.replaceAll("-", "")}`);

/** The sides at which the viewer was asked. */
const ownSides = (i: Introduction, { rows, viewerId }: Sight): IntroductionSide[] =>
  rows.IntroductionSide.filter(
    (s) => s.introductionId === i.id && viewerId !== null && s.personId === viewerId && s.askedAt !== null,
  );
export const isParty = (i: Introduction, sight: Sight): boolean => ownSides(i, sight).length > 0;
export const isConnector = (i: Introduction, { viewerId }: Sight): boolean => i.connectorId === viewerId;
const isOpen = (i: Introduction, { now }: Sight): boolean => i.sharedAt === null && i.expiresAt > now;
const said = (i: Introduction, sight: Sight, ...answers: string[]): boolean =>
  ownSides(i, sight).some(({ answer }) => answers.includes(answer));

export function stateOf(i: Introduction, sight: Sight): string {
  if (i.metAt) return "MET";
  if (i.wentColdAt) return "WENT_COLD";
  if (i.sharedAt) return "SHARED";
  const isOver = i.expiresAt <= sight.now || (isConnector(i, sight) && i.withdrawnAt !== null);
  return isOver || said(i, sight, "NO", "WITHDRAWN") ? "CLOSED" : "ASKING";
}

export const introduction: Readonly<Record<string, Resolve<Introduction>>> = {
  state: (i, _args, sight) => stateOf(i, sight),
  connectorId: (i) => personId(i.connectorId),
  asking: (i, _args, sight) => (isConnector(i, sight) ? i.asking : null),
  sides: (i, _args, { rows }) =>
    rows.IntroductionSide.filter((s) => s.introductionId === i.id).sort((a, b) => a.position - b.position),
  viewerCanAnswer: (i, _args, sight) => isOpen(i, sight) && said(i, sight, "PENDING", "LATER", "YES"),
  viewerCanWithdrawAnswer: (i, _args, sight) => isOpen(i, sight) && said(i, sight, "YES"),
  viewerCanWithdraw: (i, _args, sight) => isOpen(i, sight) && isConnector(i, sight) && i.withdrawnAt === null,
  viewerCanTellOutcome: (i, _args, sight) => i.sharedAt !== null && isParty(i, sight),
};

const ofSide = (s: IntroductionSide, { rows }: Sight): Introduction | undefined =>
  rows.Introduction.find((i) => i.id === s.introductionId);
const isOwn = (s: IntroductionSide, { viewerId }: Sight): boolean =>
  viewerId !== null && s.personId === viewerId && s.askedAt !== null;
const isTold = (s: IntroductionSide, sight: Sight): boolean => ofSide(s, sight)?.connectorId === sight.viewerId;
function hasPassed(s: IntroductionSide, sight: Sight): boolean {
  const i = ofSide(s, sight);
  return i !== undefined && i.sharedAt !== null && isParty(i, sight) && !isOwn(s, sight);
}
const forSelf =
  (column: keyof IntroductionSide): Resolve<IntroductionSide> =>
  (s, _args, sight) =>
    isOwn(s, sight) ? s[column] : null;
const forSelfAndConnector =
  (column: keyof IntroductionSide): Resolve<IntroductionSide> =>
  (s, _args, sight) =>
    isOwn(s, sight) || isTold(s, sight) ? s[column] : null;

export const introductionSide: Readonly<Record<string, Resolve<IntroductionSide>>> = {
  isViewer: (s, _args, sight) => isOwn(s, sight),
  isOutsider: (s, _args, sight) => (isTold(s, sight) ? s.isOutsider : null),
  note: forSelfAndConnector("note"),
  askedAt: forSelf("askedAt"),
  answeredAt: forSelf("answeredAt"),
  laterUntil: forSelf("laterUntil"),
  shares: forSelf("shares"),
  thankedAt: forSelfAndConnector("thankedAt"),
  thanks: forSelfAndConnector("thanks"),
  answer(s, _args, sight) {
    if (isOwn(s, sight)) return s.answer;
    if (ofSide(s, sight)?.sharedAt) return "YES";
    return isTold(s, sight) ? s.toldAnswer : null;
  },
  word(s, _args, sight) {
    if (isOwn(s, sight)) return s.word;
    return isTold(s, sight) ? s.toldWord : null;
  },
  personId: (s, _args, sight) =>
    isOwn(s, sight) || hasPassed(s, sight) || (isTold(s, sight) && !s.isOutsider) ? personId(s.personId) : null,
  person(s, _args, sight) {
    const who = sight.rows.Person.find(({ id }) => id === s.personId);
    return who && hasPassed(s, sight) && sight.sees(who) ? who : null;
  },
  email: (s, _args, sight) => (isTold(s, sight) ? s.email : null),
  contact: (s, _args, sight) =>
    hasPassed(s, sight) ? { email: s.sharedEmail, phone: s.sharedPhone, links: s.sharedLinks } : null,
};

export const outcome: Readonly<Record<string, Resolve<IntroductionOutcome>>> = {
  isViewers: (o, _args, { viewerId }) => o.recordedById === viewerId,
  amount: ({ amountMinorUnits, currency }) => (amountMinorUnits === null ? null : { amountMinorUnits, currency }),
};

export const wants = (p: Person, { rows, viewerId }: Sight): boolean | null =>
  viewerId === null ? null : !rows.IntroductionPause.some(({ personId }) => personId === p.id);

export const daysOf = (g: Group, sight: Sight): number | null =>
  sight.isMember(g.id) ? (sight.rows.IntroductionRule.find((r) => r.groupId === g.id)?.days ?? 14) : null;

const isAsked = (r: IntroductionRequest, { viewerId }: Sight): boolean =>
  r.connectorId === viewerId && r.askedAt !== null;
const isAsker = (r: IntroductionRequest, { viewerId }: Sight): boolean => r.askerId === viewerId;

function stateOfRequest(r: IntroductionRequest, sight: Sight): string {
  if (isAsked(r, sight) && r.takenUpAt) return "TAKEN_UP";
  if (isAsked(r, sight) && r.declinedAt) return "CLOSED";
  return r.withdrawnAt || r.expiresAt <= sight.now ? "CLOSED" : "OPEN";
}

export const request: Readonly<Record<string, Resolve<IntroductionRequest>>> = {
  state: (r, _args, sight) => stateOfRequest(r, sight),
  askerId: (r) => personId(r.askerId),
  connectorId: (r) => personId(r.connectorId),
  towardsId: (r) => personId(r.towardsId),
  viewerCanTakeUp: (r, _args, sight) => isAsked(r, sight) && stateOfRequest(r, sight) === "OPEN",
  viewerCanWithdraw: (r, _args, sight) => isAsker(r, sight) && stateOfRequest(r, sight) === "OPEN",
};

export const FILTERS_OF_REQUESTS: Readonly<Record<string, (r: Anything, value: Anything, sight: Sight) => boolean>> = {
  states: (r, states: string[], sight) => states.includes(stateOfRequest(r, sight)),
  asConnector: (r, value, sight) => (value ? isAsked(r, sight) : isAsker(r, sight)),
};

const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);
const isIn = (moment: Date | null, from: Date | null, before: Date | null): moment is Date =>
  moment !== null && (from === null || moment >= from) && (before === null || moment < before);

export function balanceOf(p: Person, { from, before }: Anything, { rows }: Sight): object {
  const [begin, end] = [from, before].map((day) => (day == null ? null : startOf(day as string)));
  const counts = (moment: Date | null): boolean => isIn(moment, begin ?? null, end ?? null);
  const ofSide = (s: IntroductionSide) => rows.Introduction.find((i) => i.id === s.introductionId);
  return {
    given: rows.Introduction.filter((i) => i.connectorId === p.id && counts(i.sharedAt)).length,
    received: rows.IntroductionSide.filter((s) => s.personId === p.id && counts(ofSide(s)?.sharedAt ?? null)).length,
    thanked: rows.IntroductionSide.filter((s) => ofSide(s)?.connectorId === p.id && counts(s.thankedAt)).length,
  };
}

export function groupBalanceOf(groupId: string, { quarterOf }: Anything, sight: Sight): object | null {
  if (!sight.organises(groupId)) return null;
  const { rows, viewerId, now } = sight;
  const [year, month] = (quarterOf as string).split("-").map(Number) as [number, number];
  const first = Math.floor((month - 1) / 3) * 3;
  const [from, before] = [new Date(Date.UTC(year, first, 1)), new Date(Date.UTC(year, first + 3, 1))];
  const pairs = rows.Introduction.filter((i) => i.groupId === groupId).flatMap((i) =>
    rows.IntroductionSide.filter((s) => s.introductionId === i.id).map((s) => ({ i, s })),
  );
  const areEnough = (keys: readonly (string | null)[]): boolean =>
    new Set(keys.filter((key) => key !== null && key !== viewerId)).size >= 5;
  const shared = pairs.filter(({ i }) => isIn(i.sharedAt, from, before));
  const thanked = pairs.filter(({ s }) => isIn(s.thankedAt, from, before));
  const isTold =
    now >= before && areEnough(shared.map(({ i }) => i.connectorId)) && areEnough(shared.map(({ s }) => s.personId));
  return {
    given: isTold ? new Set(shared.map(({ i }) => i.id)).size : null,
    received: isTold ? shared.length : null,
    thanked: now >= before && areEnough(thanked.map(({ i }) => i.connectorId)) ? thanked.length : null,
  };
}
