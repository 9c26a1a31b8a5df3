import { isSlug } from "../groups/claim-slug.ts";
import { AttendeeListAudience, ExpectedRule, GroupVisibility, JoinMode } from "../groups/group.entity.ts";
import {
  GROUP_DESCRIPTION_LENGTH_MAX,
  GROUP_LANGUAGES_MAX,
  GROUP_NAME_LENGTH_MAX,
  PLACE_LENGTH_MAX,
  WELCOME_TEXT_LENGTH_MAX,
} from "../groups/group-details.ts";
import { CountryCode } from "../platform/scalars/country-code.ts";
import { LanguageTag } from "../platform/scalars/language-tag.ts";
import { TimeZone } from "../platform/scalars/time-zone.ts";
import { TOPIC_NAME_LENGTH_MAX, TOPICS_MAX } from "../topics/topic.entity.ts";
import { type Cell, decimal, id, instant, line, list, paragraphs, scalar, url, word } from "./cell.ts";
import { type Column, column, required } from "./sheet.ts";

const slug: Cell = { like: "a slug", print: (value) => value, read: (text) => (isSlug(text) ? text : undefined) };
/** Former slugs of one group; each change leaves one. */
const SLUGS_MAX = 1_000;

/** The group itself, which stands in group.json. */
export const groupSheet: Readonly<Record<string, Column>> = {
  id: required(id("grp"), "g.id", "Id."),
  slug: required(slug, "g.slug", "Its slug."),
  formerSlugs: column(
    list(slug, SLUGS_MAX),
    `array(select s.slug from group_slugs s where s.group_id = g.id and s.slug <> g.slug order by s.slug collate "C")`,
    "Earlier ones, which go on leading to it.",
  ),
  name: required(line(GROUP_NAME_LENGTH_MAX), "g.name", "Its name."),
  description: column(paragraphs(GROUP_DESCRIPTION_LENGTH_MAX), "g.description", "Line breaks are kept."),
  welcomeText: column(paragraphs(WELCOME_TEXT_LENGTH_MAX), "g.welcome_text", "What a newcomer reads first."),
  city: column(line(PLACE_LENGTH_MAX), "g.city", "Town or city."),
  region: column(line(PLACE_LENGTH_MAX), "g.region", "Region, state or county."),
  country: column(scalar(CountryCode), "g.country", "Two letters."),
  latitude: column(decimal, "g.latitude", "Degrees, WGS 84."),
  longitude: column(decimal, "g.longitude", "Degrees, WGS 84."),
  timeZone: required(scalar(TimeZone), "g.time_zone", "IANA name."),
  languages: column(list(scalar(LanguageTag), GROUP_LANGUAGES_MAX), "g.languages", "BCP 47 tags."),
  topics: column(
    list(line(TOPIC_NAME_LENGTH_MAX), TOPICS_MAX),
    `array(select t.name from group_topics x join topics t on t.id = x.topic_id
            where x.group_id = g.id order by t.name collate "C")`,
    "What it meets about.",
  ),
  visibility: required(word(GroupVisibility), "g.visibility", "Who may know of it."),
  joinMode: required(word(JoinMode), "g.join_mode", "How one becomes a member."),
  expectedRule: required(word(ExpectedRule), "g.expected_rule", "Whom a roll must account for."),
  attendeeListAudience: required(word(AttendeeListAudience), "g.attendee_list_audience", "Who may read who comes."),
  websiteUrl: column(url, "g.website_url", "Its own site."),
  imageUrl: column(url, "g.image_url", "A picture."),
  archivedAt: column(instant, "g.archived_at", "When it was archived."),
  createdAt: required(instant, "g.created_at", "When it was founded."),
  updatedAt: required(instant, "g.updated_at", "When it was last changed."),
};
