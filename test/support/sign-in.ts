/** Signing in through the door, with the mail that it takes. */

import type { JobDeps } from "../../src/platform/job-context.ts";
import { drainJobs } from "../../src/platform/jobs.ts";
import type { Anything } from "./anything.ts";
import { type MailFolder, StillClock, testJobs } from "./jobs.ts";
import { type Api, type ApiOptions, type GraphQLAnswer, startApi, TEST_NOW, testSettings } from "./start-api.ts";

type Answer = GraphQLAnswer<Anything>;
type Headers = Record<string, string>;

export interface SignInApi extends Api {
  readonly clock: StillClock;
  readonly mail: MailFolder;
  readonly jobs: JobDeps;
  requestSignIn(email: string, headers?: Headers): Promise<Answer>;
  signInWithCode(input: Record<string, unknown>, headers?: Headers): Promise<Answer>;
  signInWithLink(input: Record<string, unknown>, headers?: Headers): Promise<Answer>;
  /** The code and the link's token of the latest mail to an address. */
  mailed(email: string): Promise<{ code: string; linkToken: string; text: string }>;
  /** Asks, reads the mail, types the code; answers the session token. */
  signIn(email: string, headers?: Headers): Promise<string>;
}

const ERRORS = "errors { code message path }";

export async function startSignInApi(options: ApiOptions = {}): Promise<SignInApi> {
  const clock = new StillClock(TEST_NOW.toISOString());
  const api = await startApi({ clock, ...options });
  const { deps, mail } = testJobs(api.dataSource.manager, {
    clock,
    secretKey: testSettings.secretKey,
    publicUrl: testSettings.publicUrl,
    ...(options.log ? { log: options.log } : {}),
  });
  const act = (name: string, fields: string, input: object, headers: Headers = {}): Promise<Answer> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    return api.graphql(
      `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} ${ERRORS} } }`,
      { input },
      { headers },
    );
  };
  const signInApi: SignInApi = {
    ...api,
    clock,
    mail,
    jobs: deps,
    requestSignIn: (email, headers) => act("requestSignIn", "codeExpiresAt browserToken", { email }, headers),
    signInWithCode: (input, headers) => act("signInWithCode", "sessionToken", input, headers),
    signInWithLink: (input, headers) => act("signInWithLink", "sessionToken", input, headers),
    async mailed(email) {
      await drainJobs(deps);
      const text = mail.read().findLast((each) => each.headers["to"] === email)?.text ?? "";
      return {
        text,
        code: /code: (\d{8})$/m.exec(text)?.[1] ?? "",
        linkToken: /#(ngl_[0-9a-f]{64})$/m.exec(text)?.[1] ?? "",
      };
    },
    async signIn(email, headers) {
      await signInApi.requestSignIn(email, headers);
      const { code } = await signInApi.mailed(email);
      const { data } = await signInApi.signInWithCode({ email, code }, headers);
      return data.signInWithCode.sessionToken;
    },
  };
  return signInApi;
}
