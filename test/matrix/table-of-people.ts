/** The lines of the matrix for people, how they come in, and whom they know. */
import { type Acts, act, FOREIGN, OWN } from "./line.ts";

export const MUTATIONS_OF_PEOPLE: Acts = {
  // ---- sign-in: of the caller alone
  requestSignIn: act((h) => ({ email: h.viewerEmail }), "ok ok ok ok ok ok ok ok ok ok"),
  signInWithCode: act(
    (h) => ({ email: h.viewerEmail, code: "00000000" }),
    "INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  signInWithLink: act(
    () => ({ token: `ngl_${"0".repeat(64)}`, browserToken: "none" }),
    "INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  beginPasskeySignIn: act(() => ({}), "ok ok ok ok ok ok ok ok ok ok"),
  signInWithPasskey: act(
    () => ({ credentialJson: "{}" }),
    "INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  beginPasskeyRegistration: act(() => ({}), "UNAUTHENTICATED ok ok ok ok ok ok ok ok ok"),
  registerPasskey: act(
    () => ({ credentialJson: "{}", name: "Mine" }),
    "UNAUTHENTICATED INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  renamePasskey: [
    act((h) => ({ passkeyId: h.ownPasskey, name: "Mine" }), OWN),
    act((h) => ({ passkeyId: h.otherPasskey, name: "Mine" }), FOREIGN),
  ],
  removePasskey: [act((h) => ({ passkeyId: h.ownPasskey }), OWN), act((h) => ({ passkeyId: h.otherPasskey }), FOREIGN)],
  signOut: act(() => ({}), OWN),
  endSession: [act((h) => ({ sessionId: h.ownSession }), OWN), act((h) => ({ sessionId: h.otherSession }), FOREIGN)],
  requestEmailChange: act((h) => ({ email: `new-${h.viewerEmail}` }), OWN),
  changeEmail: act(
    (h) => ({ email: `new-${h.viewerEmail}`, presentCode: "00000000", newCode: "00000000" }),
    "UNAUTHENTICATED INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),

  requestErasure: act(
    (h) => ({ email: `not-${h.viewerEmail}` }),
    "UNAUTHENTICATED INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),
  reportToOperator: act(
    (h) => ({ subjectId: h.other, reason: "SPAM" }),
    "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND ok",
  ),
  exportMyData: act(() => ({}), OWN),
  eraseMe: act(
    () => ({ code: "00000000" }),
    "UNAUTHENTICATED INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID INVALID",
  ),

  // ---- people: of the viewer alone, and of persons within sight
  updateProfile: act(() => ({ headline: "Here" }), OWN),
  setFellowMembersApps: act(() => ({ allowed: true }), OWN),
  setFieldVisibility: act(() => ({ fields: [{ field: "STORY", audience: "NOBODY" }] }), OWN),
  blockPerson: act((h) => ({ personId: h.other }), "UNAUTHENTICATED ok ok ok ok ok ok ok NOT_FOUND ok"),
  unblockPerson: act((h) => ({ personId: h.foe }), OWN),

  // ---- connections: of the two alone
  offerConnection: [
    act(() => ({}), OWN),
    act((h) => ({ meetingId: h.meeting }), "UNAUTHENTICATED ok ok ok ok ok ok ok ok NOT_FOUND"),
  ],
  importContacts: act(() => ({ emails: ["somebody@example.org"] }), OWN),
  forgetContacts: act(() => ({}), OWN),
  acceptConnection: act(() => ({ code: "00000 00000" }), FOREIGN),
  setBridgeConsent: [
    act((h) => ({ connectionId: h.connection, bridges: true }), OWN),
    act((h) => ({ connectionId: h.othersConnection, bridges: true }), FOREIGN),
  ],
  disconnect: [
    act((h) => ({ connectionId: h.connection }), OWN),
    act((h) => ({ connectionId: h.othersConnection }), FOREIGN),
  ],
};
