import { isFor, NAME_GONE, names, type Rulings } from "./ruling.ts";

const meetingTexts = {
  title: "THE_GROUPS",
  description: "THE_GROUPS",
  agenda: "THE_GROUPS",
  language: "THE_GROUPS",
  mode: "OURS",
  place_name: "THE_GROUPS",
  place_address: "THE_GROUPS",
  place_city: "THE_GROUPS",
  place_country: "THE_GROUPS",
  online_url: "THE_GROUPS",
  currency: "OURS",
  time_zone: "OURS",
} as const;

/** Meetings, who said that they come, and who came. Numbers stay as they are; what is written beside them goes. */
export const rulingsOfMeetings: Rulings = {
  meeting_series: { columns: { ...meetingTexts, recurrence_rule: "OURS", first_starts_at_local: "OURS" } },
  meetings: {
    columns: { ...meetingTexts, original_start: "OURS", starts_at_local: "OURS", cancellation_reason: "THE_GROUPS" },
  },
  meeting_seats: { columns: { mode: "OURS" } },
  meeting_roles: { columns: { person_id: "PERSON", role: "OURS" } },
  meeting_spots: { columns: { meeting_id: "OURS", topic_id: "OURS", group_id: "OURS" } },
  meeting_words: { columns: { word: "THE_GROUPS", meeting_id: "OURS" } },

  rsvps: { columns: { person_id: "PERSON", status: "OURS", mode: "OURS", answered_by_id: "PERSON" } },
  standing_rsvps: {
    cleared: [{ where: `${names("person_id")} and t.ended_at is null`, set: { ended_at: "$3" } }],
    columns: { person_id: "PERSON", mode: "OURS" },
  },
  visit_requests: {
    gone: `${isFor("email")} or ${names("person_id")}`,
    columns: { email: "GONE", name: "GONE", mode: "GONE", token_hash: "GONE", person_id: "GONE" },
  },

  rolls: { columns: { status: "OURS", submitted_by_id: "PERSON" } },
  check_in_codes: {
    gone: `${names("person_id")} or ${names("taken_by_id")}`,
    columns: { person_id: "GONE", code_hash: "GONE", taken_by_id: "GONE" },
  },
  // What they opened is closed: nobody stands behind it any more.
  doors: {
    cleared: [{ where: names("opened_by_id"), set: { label: "null", closed_at: "coalesce(t.closed_at, $3)" } }],
    columns: { token_hash: "OURS", label: "CLEARED", opened_by_id: "PERSON" },
  },
  mark_decisions: { columns: { decided_by_id: "PERSON" } },
  // A digest of what was sent could be tried out: it goes with what it is of.
  marks: {
    cleared: [{ where: names("person_id"), set: { note: "null", content_hash: "''" } }],
    columns: {
      mark_id: "OURS",
      person_id: "PERSON",
      code: "OURS",
      mode: "OURS",
      substitute_for_id: "PERSON",
      note: "CLEARED",
      recorded_by_id: "PERSON",
      content_hash: "CLEARED",
      flag: "OURS",
    },
  },
  walk_ins: {
    cleared: [{ where: names("person_id"), set: { name: NAME_GONE, content_hash: "''" } }],
    columns: {
      walk_in_id: "OURS",
      person_id: "PERSON",
      name: "CLEARED",
      kind: "OURS",
      invited_by_id: "PERSON",
      content_hash: "CLEARED",
    },
  },
  attendances: {
    columns: { person_id: "PERSON", code: "OURS", counted_code: "OURS", mode: "OURS", substitute_for_id: "PERSON" },
  },
};
