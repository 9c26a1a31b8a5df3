/** Fills the list of the page with a group's coming meetings. */

const QUERY = `query UpcomingMeetings($slug: String!) {
  group(by: { slug: $slug }) {
    meetings(filter: { upcoming: true }, first: 5) {
      edges { node { id title startsAt timeZone place { name } } }
    }
  }
}`;

/** What is asked: by GET, so that the browser asks again only whether anything changed. It adds the `Origin` itself. */
export function requestFor({ service, key, group }) {
  const address = new URL(service);
  address.searchParams.set("query", QUERY);
  address.searchParams.set("variables", JSON.stringify({ slug: group }));
  return new Request(address, { headers: { authorization: `Bearer ${key}`, "apollo-require-preflight": "true" } });
}

export async function meetingsIn(response) {
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return (data.group?.meetings.edges ?? []).map(({ node }) => node);
}

/** When it is where it is, whatever the visitor's own clock says. */
export const when = ({ startsAt, timeZone }) =>
  new Date(startsAt).toLocaleString("en-GB", { timeZone, dateStyle: "full", timeStyle: "short" });

function lineOf(meeting) {
  const [line, time] = [document.createElement("li"), document.createElement("time")];
  time.dateTime = meeting.startsAt;
  time.textContent = when(meeting);
  line.append(meeting.place ? `${meeting.title}, ${meeting.place.name}` : meeting.title, time);
  return line;
}

async function fill(list) {
  try {
    const meetings = await meetingsIn(await fetch(requestFor(list.dataset)));
    list.replaceChildren(...(meetings.length > 0 ? meetings.map(lineOf) : ["None are planned."]));
  } catch {
    list.replaceChildren("The meetings cannot be shown now. Please come again later.");
  }
}

if (globalThis.document) await fill(document.querySelector("#meetings"));
