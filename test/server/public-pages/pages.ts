/** What tests of public pages share: the cast behind a server that keeps pages, plain reads over HTTP, and barriers. */
import type { PublicPages } from "../../../src/server/public-pages/public-pages.ts";
import { type CastApi, startWithCast } from "../../support/cast.ts";
import type { TestDatabase } from "../../support/database.ts";
import { StillClock } from "../../support/jobs.ts";
import { type Api, type ApiOptions, type GraphQLAnswer, TEST_NOW } from "../../support/start-api.ts";

export interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: GraphQLAnswer | null;
}

/** A GET as a group's site sends it. */
export async function readPage(
  api: Pick<Api, "url">,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Read> {
  const parameters = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  return readAddress(`${api.url}?${parameters.toString()}`, headers);
}

export async function readAddress(address: string, headers: Record<string, string> = {}): Promise<Read> {
  const response = await fetch(address, { headers });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text ? (JSON.parse(text) as GraphQLAnswer) : null,
  };
}

/** On a database that is there already. */
export const openOn = (database: TestDatabase, options: ApiOptions = {}): Promise<PagesHouse> =>
  PagesHouse.open({ ...options, database });

export class PagesHouse {
  private constructor(
    readonly api: CastApi,
    readonly clock: StillClock,
  ) {}

  static async open(options: ApiOptions = {}): Promise<PagesHouse> {
    const clock = new StillClock(TEST_NOW.toISOString());
    const house = new PagesHouse(await startWithCast({ clock, publicPages: {}, ...options }), clock);
    // What made the cast is told a moment later, and would drop what a test keeps meanwhile.
    await house.api.server.publicPages?.settled();
    return house;
  }

  get pages(): PublicPages {
    const { publicPages } = this.api.server;
    if (!publicPages) throw new Error("This server keeps no pages.");
    return publicPages;
  }

  read(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Read> {
    return readPage(this.api, query, variables, headers);
  }

  /** The data of a plain read, and how it was come by. */
  async look(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ data: unknown; from: "memory" | "database" }> {
    const { hits } = this.pages.counts;
    const { body } = await this.read(query, variables);
    return { data: body?.data, from: this.pages.counts.hits > hits ? "memory" : "database" };
  }

  /** Runs a statement, and waits until its change was told. */
  async change(statement: string, values: readonly unknown[] = []): Promise<void> {
    await this.api.dataSource.query(statement, [...values]);
    await this.pages.settled();
  }

  close(): Promise<void> {
    return this.api.close();
  }
}
