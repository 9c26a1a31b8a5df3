import type { DataSource } from "typeorm";
import type { Principal } from "../platform/context.ts";
import { Gathering } from "../platform/gathering.ts";
import { newId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import type { NotedRead, OnNoted } from "../platform/reads/noted.ts";
import { ContactField } from "./contact-read.entity.ts";

/** Rows gathered at once, about 300 bytes each: a page of people for each of 200 readers a second. */
const READS_MAX = 20_000;

/** What of a person's row is a contact detail. */
const DETAILS: Readonly<Record<string, ContactField>> = { email: ContactField.EMAIL, phone: ContactField.PHONE };

interface Gathered {
  readonly personId: string;
  readonly readerId: string;
  readonly appId: string | null;
  /** In UTC. */
  readonly readOn: string;
  readonly details: ReadonlySet<ContactField>;
  readonly times: number;
  readonly firstReadAt: Date;
  readonly lastReadAt: Date;
}

/**
 * Who read whose contact details, gathered and written together: no answer waits for it. What a process has gathered and
 * not written when it is killed is lost; one that ends in order writes it.
 */
export class ContactLog {
  private readonly reads: Gathering<Gathered>;

  constructor({ dataSource, log }: { readonly dataSource: DataSource; readonly log: Log }) {
    const write = (reads: ReadonlyMap<string, Gathered>) => writeReads(dataSource, [...reads.values()]);
    this.reads = new Gathering({ most: READS_MAX, what: "reads of contact details", write, log });
  }

  /** What an answer has shown. */
  readonly note: OnNoted = ({ principal, clock }, shown) => {
    const reader = readerOf(principal);
    if (!reader) return;
    const now = clock.now();
    for (const read of shown) this.take({ ...reader, ...oneRead(read, now) });
  };

  flush(): Promise<void> {
    return this.reads.flush();
  }

  private take(read: Gathered): void {
    const { personId, readerId, appId, readOn } = read;
    this.reads.take(`${personId} ${readerId} ${appId ?? ""} ${readOn}`, (known) =>
      known
        ? {
            ...{ ...known, lastReadAt: read.lastReadAt, times: known.times + read.times },
            details: new Set([...known.details, ...read.details]),
          }
        : read,
    );
  }
}

function readerOf(principal: Principal): Pick<Gathered, "readerId" | "appId"> | null {
  if (principal.kind === "app") return { readerId: principal.personId, appId: principal.appId };
  return principal.kind === "person" ? { readerId: principal.personId, appId: null } : null;
}

const oneRead = ({ id, columns }: NotedRead, now: Date): Omit<Gathered, "readerId" | "appId"> => ({
  ...{ personId: id, readOn: now.toISOString().slice(0, 10), times: 1, firstReadAt: now, lastReadAt: now },
  details: new Set(columns.flatMap((column) => DETAILS[column] ?? [])),
});

/** Rows of people who were erased meanwhile, or are no more, are left out: nothing about them is written again. */
const writeReads = (dataSource: DataSource, reads: readonly Gathered[]): Promise<unknown> =>
  dataSource.query(
    `insert into contact_reads as known
       (id, person_id, reader_id, app_id, read_on, details, times, first_read_at, last_read_at)
     select r.id, r.person_id, r.reader_id, a.id, r.read_on, string_to_array(r.details, ' '), r.times, r.first_at, r.last_at
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::text[], $7::int[],
                   $8::timestamptz[], $9::timestamptz[])
              as r (id, person_id, reader_id, app_id, read_on, details, times, first_at, last_at)
       join people p on p.id = r.person_id and p.erased_at is null
       join people q on q.id = r.reader_id and q.erased_at is null
       left join apps a on a.id = r.app_id
      order by r.person_id, r.reader_id
     on conflict (person_id, reader_id, read_on, coalesce(app_id, reader_id)) do update set
       details = array(select distinct unnest(known.details || excluded.details) order by 1),
       times = known.times + excluded.times,
       first_read_at = least(known.first_read_at, excluded.first_read_at),
       last_read_at = greatest(known.last_read_at, excluded.last_read_at)`,
    [
      reads.map(() => newId()),
      reads.map(({ personId }) => personId),
      reads.map(({ readerId }) => readerId),
      reads.map(({ appId }) => appId),
      reads.map(({ readOn }) => readOn),
      reads.map(({ details }) => [...details].sort().join(" ")),
      reads.map(({ times }) => times),
      reads.map(({ firstReadAt }) => firstReadAt),
      reads.map(({ lastReadAt }) => lastReadAt),
    ],
  );
