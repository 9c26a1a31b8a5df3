import type { MigrationInterface, QueryRunner } from "typeorm";

/** Events and what is to be handed on of them, the mail outbox, idempotency keys, quotas. */
export class Platform1763900000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE events (
        position bigint GENERATED ALWAYS AS IDENTITY,
        name text NOT NULL,
        payload jsonb NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        actor_id uuid,
        request_id text NOT NULL,
        CONSTRAINT an_event_has_one_position PRIMARY KEY (position)
      )`);
    await db.query(`
      CREATE TABLE unrelayed_events (
        position bigint NOT NULL,
        CONSTRAINT an_event_is_handed_on_once PRIMARY KEY (position),
        CONSTRAINT only_events_are_handed_on FOREIGN KEY (position) REFERENCES events (position)
      )`);
    await db.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
      END $$`);
    await db.query(`
      CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE ON events
      FOR EACH ROW EXECUTE FUNCTION refuse_change()`);

    await db.query(`
      CREATE TABLE mails (
        id uuid NOT NULL,
        kind text NOT NULL,
        recipient text NOT NULL,
        key text NOT NULL,
        sealed_data bytea,
        status text NOT NULL DEFAULT 'WAITING',
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        next_attempt_at timestamptz(3) NOT NULL,
        leased_until timestamptz(3),
        settled_at timestamptz(3),
        last_error text,
        CONSTRAINT a_mail_has_one_id PRIMARY KEY (id),
        CONSTRAINT the_same_mail_is_queued_once UNIQUE (kind, recipient, key),
        CONSTRAINT a_mail_has_a_known_status CHECK (status IN ('WAITING', 'SENT', 'DROPPED', 'DEAD')),
        CONSTRAINT a_mail_is_settled_or_waiting CHECK ((settled_at IS NULL) = (status = 'WAITING')),
        CONSTRAINT only_a_waiting_mail_keeps_its_data CHECK ((sealed_data IS NULL) = (status <> 'WAITING'))
      )`);
    await db.query(`CREATE INDEX mails_waiting ON mails (next_attempt_at, id) WHERE status = 'WAITING'`);
    await db.query(`CREATE INDEX mails_settled ON mails (settled_at) WHERE settled_at IS NOT NULL`);

    await db.query(`
      CREATE TABLE idempotency_keys (
        actor text NOT NULL,
        mutation text NOT NULL,
        key text NOT NULL,
        input_hash bytea NOT NULL,
        result_id uuid,
        created_at timestamptz(3) NOT NULL,
        replayed_at timestamptz(3),
        CONSTRAINT a_key_has_one_effect PRIMARY KEY (actor, mutation, key),
        CONSTRAINT a_key_has_1_to_255_characters CHECK (char_length(key) BETWEEN 1 AND 255)
      )`);
    await db.query(`CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at)`);

    await db.query(`
      CREATE TABLE quotas (
        key bytea NOT NULL,
        uses integer NOT NULL,
        resets_at timestamptz(3) NOT NULL,
        CONSTRAINT a_quota_is_counted_once PRIMARY KEY (key)
      )`);
    await db.query(`CREATE INDEX quotas_resets_at ON quotas (resets_at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query("DROP TABLE quotas, idempotency_keys, mails, unrelayed_events, events");
    await db.query("DROP FUNCTION refuse_change");
  }
}
