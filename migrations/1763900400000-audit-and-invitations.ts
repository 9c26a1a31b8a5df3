import type { MigrationInterface, QueryRunner } from "typeorm";

const LIVE = "('TRIAL', 'ACTIVE', 'GRACE')";

export class AuditAndInvitations1763900400000 implements MigrationInterface {
  name = "AuditAndInvitations1763900400000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create index groups_by_name on groups (name collate "C", id);
      create index groups_by_creation on groups (created_at, id);
      create index memberships_by_group on memberships (group_id, created_at, id);
      create index memberships_by_person_and_creation on memberships (person_id, created_at, id);
      create index bans_by_person on bans (person_id, group_id) where lifted_at is null;
      create index bans_by_group on bans (group_id, imposed_at, id);
      create index visitors_by_group on visitors (group_id, first_seen_at, id);

      create table audit_entries (
        id uuid primary key,
        group_id uuid not null references groups,
        occurred_at timestamptz(3) not null,
        actor_id uuid references people,
        action text not null,
        person_id uuid references people,
        object_id text,
        before jsonb not null,
        after jsonb not null,
        request_id text not null
      );
      create index audit_entries_by_group on audit_entries (group_id, occurred_at, id);
      create function audit_entries_are_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'audit entries are append-only' using errcode = '23514', constraint = 'audit_entries_are_append_only';
      end $$;
      create trigger audit_entries_are_append_only before update or delete on audit_entries
        for each row execute function audit_entries_are_append_only();

      create table invitations (
        id uuid primary key,
        group_id uuid not null references groups,
        email text not null,
        role text not null,
        token_hash bytea not null constraint an_invitation_has_its_own_token unique,
        invited_by_id uuid not null references people,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        accepted_at timestamptz(3),
        accepted_by_id uuid references people,
        revoked_at timestamptz(3),
        constraint an_invited_role_is_known check (role in ('OWNER', 'ORGANISER', 'HOST', 'MEMBER')),
        constraint an_invitation_is_accepted_by_somebody check ((accepted_at is null) = (accepted_by_id is null)),
        constraint an_invitation_ends_one_way check (accepted_at is null or revoked_at is null)
      );
      create unique index one_open_invitation_per_address_and_group on invitations (group_id, email)
        where accepted_at is null and revoked_at is null;
      create index invitations_by_group on invitations (group_id, created_at, id);
      create index invitations_by_email on invitations (email, created_at, id);

      create function a_group_keeps_an_owner() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' then
          if new.group_id = old.group_id and new.role = 'OWNER' and new.status in ${LIVE} then return null; end if;
        end if;
        -- Two owners who leave at once wait here for each other; the second then sees that it is the last.
        perform 1 from groups where id = old.group_id for no key update;
        if found and not exists (
          select from memberships where group_id = old.group_id and role = 'OWNER' and status in ${LIVE}
        ) then
          raise exception 'a group keeps an owner' using errcode = '23514', constraint = 'a_group_keeps_an_owner';
        end if;
        return null;
      end $$;
      create constraint trigger a_group_keeps_an_owner after update or delete on memberships
        deferrable initially deferred for each row when (old.role = 'OWNER' and old.status in ${LIVE})
        execute function a_group_keeps_an_owner();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger a_group_keeps_an_owner on memberships;
      drop function a_group_keeps_an_owner;
      drop table invitations, audit_entries;
      drop function audit_entries_are_append_only;
      drop index visitors_by_group, bans_by_group, bans_by_person, memberships_by_person_and_creation, memberships_by_group,
        groups_by_creation, groups_by_name;
    `);
  }
}
