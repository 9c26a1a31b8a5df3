import type { MigrationInterface, QueryRunner } from "typeorm";

export class Referrals1795445600000 implements MigrationInterface {
  name = "Referrals1795445600000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table referrals (
        id uuid primary key,
        group_id uuid not null references groups,
        giver_id uuid not null references people,
        receiver_id uuid not null references people,
        from_referral_id uuid references referrals,
        prospect_name text,
        prospect_email text,
        prospect_phone text,
        consent_given_on date not null,
        consent_manner text not null,
        effort text not null,
        likelihood text not null,
        text text not null,
        status text not null,
        is_withheld boolean not null default false,
        passed_at timestamptz(3) not null,
        updated_at timestamptz(3) not null,
        version integer not null default 1,
        constraint status_of_a_referral_is_known
          check (status in ('PASSED', 'ACKNOWLEDGED', 'CONTACTED', 'WON', 'LOST', 'RETURNED')),
        constraint effort_of_a_referral_is_known
          check (effort in ('NAME_PASSED', 'RECOMMENDED', 'EXPECTS_CALL', 'MEETING_ARRANGED')),
        constraint likelihood_of_a_referral_is_known check (likelihood in ('LOW', 'MEDIUM', 'HIGH')),
        constraint manner_of_a_consent_is_known check (consent_manner in ('IN_PERSON', 'TELEPHONE', 'EMAIL', 'MESSAGE')),
        constraint name_of_a_prospect_has_at_most_120_characters check (char_length(prospect_name) <= 120),
        constraint text_of_a_referral_has_at_most_2000_characters check (char_length(text) <= 2000),
        constraint a_referral_comes_from_another_one check (from_referral_id <> id),
        constraint a_withheld_referral_stays_passed check (not is_withheld or status = 'PASSED')
      );
      create index referrals_by_giver on referrals (giver_id, passed_at, id);
      create index referrals_by_receiver on referrals (receiver_id, passed_at, id);
      create index referrals_by_group on referrals (group_id, passed_at);
      create index referrals_by_origin on referrals (from_referral_id) where from_referral_id is not null;
      create index referrals_with_prospects on referrals (updated_at) where prospect_name is not null;

      create table referral_steps (
        referral_id uuid not null references referrals,
        status text not null,
        place integer not null,
        taken_at timestamptz(3) not null,
        word text,
        primary key (referral_id, status),
        constraint a_referral_takes_one_step_at_a_time unique (referral_id, place),
        constraint status_of_a_step_is_known
          check (status in ('PASSED', 'ACKNOWLEDGED', 'CONTACTED', 'WON', 'LOST', 'RETURNED')),
        constraint word_of_a_step_has_at_most_500_characters check (char_length(word) <= 500)
      );

      create table closed_business (
        id uuid primary key,
        referral_id uuid not null references referrals,
        reporter_id uuid not null references people,
        corrects_id uuid references closed_business constraint closed_business_is_corrected_once unique,
        amount_minor_units integer not null,
        change_minor_units integer not null,
        currency text not null,
        closed_on date not null,
        payer text,
        is_payer_shown boolean not null default false,
        reported_at timestamptz(3) not null,
        constraint amount_of_business_is_between_0_and_1000000000 check (amount_minor_units between 0 and 1000000000),
        constraint what_corrects_nothing_adds_its_amount
          check (corrects_id is not null or change_minor_units = amount_minor_units),
        constraint currency_of_business_has_3_letters check (currency ~ '^[A-Z]{3}$'),
        constraint payer_has_at_most_120_characters check (char_length(payer) <= 120),
        constraint closed_business_corrects_another_one check (corrects_id <> id)
      );
      create index closed_business_by_referral on closed_business (referral_id, reported_at, id);
      create index closed_business_by_reporter on closed_business (reporter_id, reported_at, id);

      create table closed_business_credits (
        closed_business_id uuid not null references closed_business,
        person_id uuid not null references people,
        place integer not null,
        primary key (closed_business_id, person_id),
        constraint place_in_a_chain_is_between_1_and_5 check (place between 1 and 5)
      );
      create index closed_business_credits_by_person on closed_business_credits (person_id, closed_business_id);

      -- What was said, and what was reported, stays as it was; erasing a person is the one sanctioned way around it.
      create function refuse_to_change_what_was_said() returns trigger language plpgsql as $body$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
      end $body$;
      create trigger referral_steps_are_append_only before update or delete on referral_steps
        for each row execute function refuse_to_change_what_was_said();
      create trigger closed_business_is_append_only before update or delete on closed_business
        for each row execute function refuse_to_change_what_was_said();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table closed_business_credits, closed_business, referral_steps, referrals;
      drop function refuse_to_change_what_was_said;
    `);
  }
}
