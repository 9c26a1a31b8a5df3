/**
 * Where the OAuth library keeps what it makes. Apps and grants are tables of the domain, which it sees through here; all
 * the rest lies in one table, under hashes of the ids that its holders have.
 */
import type { Adapter, AdapterPayload, KoaContextWithOIDC } from "oidc-provider";
import type { EntityManager } from "typeorm";
import { parseGlobalId } from "../../platform/ids.ts";
import { hashOf, seal, unseal } from "../../platform/secrets.ts";
import { clientOf } from "./client-of.ts";
import { grantOf } from "./grant-of.ts";
import { type StoreDeps, secondsOf } from "./store-deps.ts";

/** Their payloads repeat ids of others (a session's, in an interaction), so they are kept closed. */
const SEALED: ReadonlySet<string> = new Set(["Session", "Interaction"]);
const SEAL_PURPOSE = "oauth artifact";
/** What is given out for a code or refresh token, and must not be, once that one is gone. */
const ISSUED: ReadonlySet<string> = new Set(["AccessToken", "RefreshToken"]);
/** What says which scopes the member granted, of which they may since have taken some back. */
const SCOPED: ReadonlySet<string> = new Set(["AccessToken", "RefreshToken"]);

const MS_PER_SECOND = 1_000;
/**
 * How soon after its use a second use is taken for a race of one app with itself. It gets nothing either way; later it is
 * taken for theft, and ends all that was given out.
 */
const RACE_MS = 3_000;

export const storesOf =
  (deps: StoreDeps) =>
  (kind: string): Adapter => {
    if (kind === "Client") return new ReadOnlyStore((id) => clientOf(deps, id));
    if (kind === "Grant") return new ReadOnlyStore((id) => grantOf(deps, id));
    return new ArtifactStore(kind, deps);
  };

/** Apps are registered, and grants made and ended, by acts of the domain; the library only looks at them. */
class ReadOnlyStore implements Adapter {
  constructor(readonly find: (id: string) => Promise<AdapterPayload | undefined>) {}

  readonly upsert = refused;
  readonly consume = refused;
  readonly destroy = refused;
  readonly revokeByGrantId = refused;
  readonly findByUid = refused;
  readonly findByUserCode = refused;
}

const refused = (): Promise<never> => Promise.reject(new Error("The library may not change apps and grants."));

interface Row {
  readonly payload: AdapterPayload & { sealed?: string };
  readonly consumed_at: Date | null;
  readonly granted: string[] | null;
}

class ArtifactStore implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly deps: StoreDeps,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { dataSource } = this.deps;
    const { grantId } = payload;
    const write = (db: EntityManager) => this.write(db, id, payload, expiresIn);
    if (!grantId || !ISSUED.has(this.kind)) return write(dataSource.manager);
    await dataSource.transaction(async (db) => {
      await this.holdGrant(db, grantId);
      await write(db);
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.row("a.id_hash = $2", hashOf(id));
    return found && { ...found, jti: id };
  }

  /** Without its id, which only its holder has. */
  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.row("a.uid = $2", uid);
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /** Of parallel exchanges one is first, and the library has looked before it comes here: the others end here. */
  async consume(id: string): Promise<void> {
    const [used] = await this.deps.dataSource.query<[unknown[], number]>(
      "update oauth_artifacts set consumed_at = $3 where kind = $1 and id_hash = $2 and consumed_at is null returning 1",
      [this.kind, hashOf(id), this.deps.clock.now()],
    );
    if (used.length === 0) throw new this.deps.library.errors.InvalidGrant("already used");
  }

  async destroy(id: string): Promise<void> {
    const gone = "delete from oauth_artifacts where kind = $1 and id_hash = $2";
    await this.deps.dataSource.query(gone, [this.kind, hashOf(id)]);
  }

  /** All that hangs on a grant, of every kind, also what another process is about to write. */
  async revokeByGrantId(grantId: string): Promise<void> {
    await this.deps.dataSource.transaction(async (db) => {
      await db.query("select from app_grants where id = $1 for update", [grantId]);
      await db.query("delete from oauth_artifacts where grant_id = $1", [grantId]);
    });
  }

  /**
   * Whoever revokes waits until this is written, and then takes it away too; or was first, and then the code or token that
   * this is given for is gone.
   *
   * @throws InvalidGrant
   */
  private async holdGrant(db: EntityManager, grantId: string): Promise<void> {
    const { library } = this.deps;
    const live: unknown[] = await db.query("select 1 from app_grants where id = $1 and ended_at is null for share", [
      grantId,
    ]);
    const source = sourceOf(library.Provider.ctx);
    const known: unknown[] = source
      ? await db.query("select 1 from oauth_artifacts where kind = $1 and id_hash = $2", [
          source.kind,
          hashOf(source.jti),
        ])
      : [];
    if (live.length === 0 || (source && known.length === 0)) {
      throw new library.errors.InvalidGrant("revoked meanwhile");
    }
  }

  private async write(db: EntityManager, id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { clock, secretKey } = this.deps;
    const { jti: _jti, ...rest } = payload;
    const kept = SEALED.has(this.kind) ? { sealed: seal(secretKey, SEAL_PURPOSE, rest).toString("base64") } : rest;
    const expiresAt = new Date(clock.now().getTime() + expiresIn * MS_PER_SECOND);
    const { grantId, accountId, clientId, uid } = payload;
    await db.query(
      `insert into oauth_artifacts (kind, id_hash, payload, grant_id, person_id, app_id, uid, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (kind, id_hash) do update set payload = excluded.payload, grant_id = excluded.grant_id,
         person_id = excluded.person_id, app_id = excluded.app_id, uid = excluded.uid, expires_at = excluded.expires_at`,
      [this.kind, hashOf(id), kept, grantId, keyOf(accountId), keyOf(clientId), uid, expiresAt],
    );
  }

  private async row(condition: string, value: unknown): Promise<AdapterPayload | undefined> {
    const { clock, dataSource, secretKey } = this.deps;
    const [row] = await dataSource.query<Row[]>(
      `select a.payload, a.consumed_at, g.scopes as granted
         from oauth_artifacts a left join app_grants g on g.id = a.grant_id
        where a.kind = $1 and ${condition} and a.expires_at > $3`,
      [this.kind, value, clock.now()],
    );
    if (!row) return undefined;
    const { sealed } = row.payload;
    const payload =
      sealed === undefined
        ? row.payload
        : (unseal(secretKey, SEAL_PURPOSE, Buffer.from(sealed, "base64")) as AdapterPayload);
    return {
      ...(SCOPED.has(this.kind) ? narrowed(payload, row.granted ?? []) : payload),
      // Unsaid, the library goes on to `consume`, which refuses.
      ...(row.consumed_at && clock.now().getTime() - row.consumed_at.getTime() >= RACE_MS
        ? { consumed: secondsOf(row.consumed_at) }
        : {}),
    };
  }
}

/** `openid` says who the member is, which an app that they are connected to knows. */
function narrowed(payload: AdapterPayload, granted: readonly string[]): AdapterPayload {
  const scope = payload.scope?.split(" ").filter((name) => name === "openid" || granted.includes(name));
  return scope ? { ...payload, scope: scope.join(" ") } : payload;
}

/** What was exchanged in this request for what is being written. */
function sourceOf(ctx: KoaContextWithOIDC | undefined): { kind: string; jti: string } | undefined {
  const entities = ctx?.oidc.entities as Record<string, { kind: string; jti: string } | undefined> | undefined;
  return entities?.["RotatedRefreshToken"] ?? entities?.["AuthorizationCode"];
}

const keyOf = (globalId: string | undefined): string | null =>
  globalId === undefined ? null : (parseGlobalId(globalId)?.id ?? null);
