import type { DataSource } from "typeorm";
import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Library } from "./oauth-library.ts";

/** What the places have in which the OAuth library keeps and finds things. */
export interface StoreDeps {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly secretKey: string;
  readonly library: Library;
  /** What tokens are for: the address of the GraphQL endpoint. */
  readonly resource: string;
}

const MS_PER_SECOND = 1_000;

/** As the library counts time. */
export const secondsOf = (moment: Date): number => Math.floor(moment.getTime() / MS_PER_SECOND);

/** The library reads the system's clock: what ends at a moment of ours ends as far ahead of that. */
export const endBySystemClock = (clock: Clock, end: Date): number =>
  secondsOf(new Date(systemClock.now().getTime() + end.getTime() - clock.now().getTime()));
