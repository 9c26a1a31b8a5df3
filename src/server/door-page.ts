/**
 * What a telephone at the entrance opens by a QR code: the names that are expected, to be touched as people come, who is
 * on no list, and codes that people show. Marks wait on the telephone until they have arrived: networks at entrances are bad.
 */
import type { FastifyInstance } from "fastify";
import { DOOR_PATH } from "../doors/door-link.ts";
import { addMailPage } from "./mail-page.ts";
import { html } from "./pages/page.ts";

/** Milliseconds after which the page looks what other doors did, and sends again what did not arrive. */
const LOOKS_EVERY_MS = 15_000;
/** Marks of one call, as `recordAttendance` takes them. */
const MARKS_PER_CALL_MAX = 500;

const BODY = html`
<div id="door" hidden>
<p id="count" class="note" role="status"></p>
<label for="find">Find a name</label>
<input id="find" type="text" autocomplete="off" spellcheck="false">
<ul id="names" class="names"></ul>
<form id="walk-in"><fieldset><legend>On no list</legend>
<label for="name">Name</label>
<input id="name" type="text" maxlength="100" autocomplete="off" required>
<p><button>Add, and mark present</button></p>
</fieldset></form>
<form id="code"><fieldset><legend>Shows a code</legend>
<label for="digits">The ten digits</label>
<input id="digits" type="text" inputmode="numeric" maxlength="20" autocomplete="off" required>
<p><button>Check in</button></p>
</fieldset></form>
</div>`;

const SCRIPT = `
  // Looking again keeps the door; closing the page forgets it.
  if (token) sessionStorage.setItem("door", token);
  else token = sessionStorage.getItem("door");
  var waiting = JSON.parse(sessionStorage.getItem("marks " + token) || "[]");
  var meetingId = null;
  var lines = [];
  var isSending = false;
  function element(id) { return document.getElementById(id); }

  function uuid() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.prototype.map.call(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
  // Rejects without a network, and when the door is shut.
  function ask(query, variables) {
    return fetch("/graphql", {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json", authorization: "Bearer " + token },
      body: JSON.stringify({ query: query, variables: variables }),
    }).then(function (response) {
      if (response.status === 401) shut();
      return response.json();
    });
  }
  function shut() {
    meetingId = null;
    sessionStorage.removeItem("door");
    element("door").hidden = true;
    answer.textContent = "This door is not open. Ask whoever hosts the meeting for a new code.";
  }
  function keep() { sessionStorage.setItem("marks " + token, JSON.stringify(waiting)); }

  // What was touched here counts before it has arrived.
  function codeOf(line) {
    return waiting.reduce(function (code, mark) { return mark.personId === line.personId ? mark.code : code; }, line.code);
  }
  function isIn(line) { return ["PRESENT", "LATE"].indexOf(codeOf(line)) >= 0; }

  function show() {
    var wanted = element("find").value.trim().toLowerCase();
    var walkIns = waiting.filter(function (mark) { return mark.walkIn; });
    var here = lines.filter(isIn).length + walkIns.length;
    element("count").textContent = here + " here" + (waiting.length ? ", " + waiting.length + " still to be sent" : ", all sent");
    var focused = document.activeElement && document.activeElement.value;
    element("names").textContent = "";
    lines.forEach(function (line) {
      if (line.name.toLowerCase().indexOf(wanted) < 0) return;
      var button = document.createElement("button");
      button.type = "button";
      button.value = line.personId;
      button.textContent = line.name;
      button.setAttribute("aria-pressed", String(isIn(line)));
      button.addEventListener("click", function () {
        mark({ personId: line.personId, code: isIn(line) ? "ABSENT" : "PRESENT" });
      });
      element("names").appendChild(document.createElement("li")).appendChild(button);
      if (focused && focused === line.personId) button.focus();
    });
  }
  function mark(what) {
    what.markId = uuid();
    what.recordedAt = new Date().toISOString();
    waiting.push(what);
    keep();
    show();
    return send();
  }

  function send() {
    if (isSending || !waiting.length || !meetingId) return Promise.resolve();
    isSending = true;
    var sent = waiting.slice(0, ${MARKS_PER_CALL_MAX});
    return ask(
      "mutation Mark($input: RecordAttendanceInput!) { recordAttendance(input: $input) { results { markId outcome message } errors { message } } }",
      { input: { meetingId: meetingId, marks: sent } }
    )
      .then(function (body) {
        var payload = body.data && body.data.recordAttendance;
        if (!payload || !payload.results) throw new Error(payload && payload.errors[0] ? payload.errors[0].message : "");
        waiting = waiting.slice(sent.length);
        keep();
        var refused = payload.results.filter(function (result) { return result.outcome === "REFUSED"; })[0];
        answer.textContent = refused ? refused.message : "";
      })
      .catch(function (fault) {
        if (meetingId) answer.textContent = "Not sent yet; it will be tried again. " + (fault instanceof TypeError ? "" : fault.message);
        throw fault;
      })
      .then(look)
      .then(done, done);
    function done() { isSending = false; }
  }
  function look() {
    return ask("{ door { meetingId meetingTitle lines { personId name code } } }", {}).then(function (body) {
      var door = body.data && body.data.door;
      if (!door) return;
      meetingId = door.meetingId;
      lines = door.lines;
      document.querySelector("h1").textContent = document.title = door.meetingTitle;
      element("door").hidden = false;
      show();
    });
  }
  function every() { return look().then(send).catch(function () {}); }

  element("find").addEventListener("input", show);
  element("walk-in").addEventListener("submit", function (event) {
    event.preventDefault();
    var name = element("name").value;
    element("walk-in").reset();
    mark({ walkIn: { walkInId: uuid(), name: name }, code: "PRESENT" });
  });
  element("code").addEventListener("submit", function (event) {
    event.preventDefault();
    var code = element("digits").value;
    ask(
      "mutation CheckIn($input: CheckInWithCodeInput!) { checkInWithCode(input: $input) { name isRepeated errors { message } } }",
      { input: { meetingId: meetingId, code: code } }
    )
      .then(function (body) {
        var payload = body.data && body.data.checkInWithCode;
        if (!payload) return failed();
        answer.textContent = payload.errors[0] ? payload.errors[0].message : "Welcome, " + payload.name + ".";
        if (!payload.errors[0]) element("code").reset();
        return look();
      })
      .catch(failed);
  });
  if (token) {
    every();
    setInterval(every, ${LOOKS_EVERY_MS});
    window.addEventListener("online", every);
  } else shut();
`;

export const addDoorPage = (app: FastifyInstance): void =>
  addMailPage(app, {
    path: DOOR_PATH,
    title: "At the door",
    body: BODY.text,
    withoutScripts:
      "It keeps names and marks on the telephone while there is no network, which only a script can. Allow scripts for this page, or take the roll in an app or on paper.",
    usesCookies: false,
    script: SCRIPT,
  });
