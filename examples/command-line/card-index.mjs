/**
 * A member's own program at a command line: it is allowed in a browser, asks for as long as it may, and can be taken
 * back. `docs/apps.md` of the service leads through it.
 *
 *   node card-index.mjs connect      opens the way for a member to say yes, and remembers what they gave
 *   node card-index.mjs show         asks for them, refreshing first where that is due
 *   node card-index.mjs disconnect   gives it all back
 */
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import * as oauth from "openid-client";

/** Where `npm start` listens, and an app that is registered in its demo world. */
const { WELLMET_URL = "http://localhost:4000", CLIENT_ID = "app_0197d000000070008000000000000a01" } = process.env;
const { TOKENS_FILE = new URL("tokens.json", import.meta.url) } = process.env;
const SCOPE = "openid offline_access profile:read meetings:read";
/** Refreshed that long before it runs out, since the way to the service takes time too. */
const EARLY_MS = 30_000;
/** Apart, since a list that the member did not give takes what stands beside it along. */
const ABOUT_ME = "{ viewer { profile { displayName headline } } }";
const MEETINGS = `{
  meetings(filter: { upcoming: true }, first: 3) { edges { node { title startsAt timeZone group { name } } } }
}`;

const issuer = new URL("/oidc", WELLMET_URL);
// Without HTTPS on one's own machine only, to try things out.
const options = issuer.protocol === "http:" ? { execute: [oauth.allowInsecureRequests] } : {};
const config = await oauth.discovery(issuer, CLIENT_ID, undefined, oauth.None(), options);

async function connect() {
  // The member comes back to this program. Of a loopback address the port may be any.
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const redirectUri = `http://127.0.0.1:${server.address().port}/return`;
  const [verifier, state, nonce] = [oauth.randomPKCECodeVerifier(), oauth.randomState(), oauth.randomNonce()];
  const address = oauth.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: SCOPE,
    prompt: "consent", // without it there is no refresh token
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  console.log(`Open this in a browser:\n\n${address.href}\n`);

  const back = await returned(server, redirectUri);
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  await keep(await oauth.authorizationCodeGrant(config, back, checks));
  console.log("Connected.");
}

/** The address with which the member came back; whatever else a browser asks for is not there. */
async function returned(server, redirectUri) {
  for (;;) {
    const [request, response] = await once(server, "request");
    const url = new URL(request.url, redirectUri);
    if (url.pathname === "/return") {
      response.end("You may close this page.");
      server.close();
      server.closeIdleConnections();
      return url;
    }
    response.writeHead(404).end();
  }
}

async function show() {
  const { displayName, headline } = (await ask(ABOUT_ME))?.viewer.profile ?? {};
  console.log([displayName, headline].filter(Boolean).join(", "));
  for (const { node } of (await ask(MEETINGS))?.meetings.edges ?? []) {
    const clock = { timeZone: node.timeZone, dateStyle: "full", timeStyle: "short" };
    const at = new Date(node.startsAt).toLocaleString("en-GB", clock);
    console.log(`- ${at}: ${node.title}, ${node.group?.name ?? "a group that you kept back"}`);
  }
}

async function ask(query) {
  const tokens = await kept();
  const { access_token: token } = tokens.endsAt - EARLY_MS > Date.now() ? tokens : await refresh(tokens);
  const response = await fetch(new URL("/graphql", WELLMET_URL), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  if (response.status === 401) throw new Error("The member took back what they gave: connect again.");
  const { data, errors = [] } = await response.json();
  // What the member did not tick is missing, and said here.
  for (const { message, path } of errors) console.error(`${path?.join(".") ?? "operation"}: ${message}`);
  return data;
}

/** A refresh token is good once: what comes back takes its place before anything is done with it. */
const refresh = async (tokens) => keep(await oauth.refreshTokenGrant(config, tokens.refresh_token));

async function disconnect() {
  const tokens = await kept();
  await oauth.tokenRevocation(config, tokens.refresh_token);
  await rm(TOKENS_FILE);
  console.log("Disconnected.");
}

async function keep({ access_token, refresh_token, expires_in }) {
  const tokens = { access_token, refresh_token, endsAt: Date.now() + expires_in * 1000 };
  // For its owner's eyes only; a real program leaves them to the system's keychain.
  await writeFile(TOKENS_FILE, JSON.stringify(tokens), { mode: 0o600 });
  return tokens;
}

async function kept() {
  try {
    return JSON.parse(await readFile(TOKENS_FILE, "utf8"));
  } catch {
    throw new Error("Not connected: run `connect` first.");
  }
}

const act = { connect, show, disconnect }[process.argv[2]];
try {
  if (!act) throw new Error("usage: node card-index.mjs connect | show | disconnect");
  await act();
} catch (error) {
  console.error(error.cause?.error_description ?? error.error_description ?? error.message);
  process.exitCode = 1;
}
