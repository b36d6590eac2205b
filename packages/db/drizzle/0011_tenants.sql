-- An organisation that has members has an owner: the last one neither leaves nor becomes something else.
create function keep_an_owner() returns trigger language plpgsql security definer set search_path from current as $$
begin
	if old.role = 'owner' and (tg_op = 'DELETE' or new.role <> 'owner') then
		-- One change at a time: two owners who leave at once would each see the other stay.
		perform 1 from organisation where id = old.organisation_id for update;
		if not exists (select 1 from member where organisation_id = old.organisation_id and role = 'owner' and id <> old.id) then
			raise exception 'the last owner of % stays', old.organisation_id
				using errcode = 'check_violation', constraint = 'member_last_owner';
		end if;
	end if;
	if tg_op = 'DELETE' then return old; end if;
	return new;
end $$;
--> statement-breakpoint
create trigger member_keep_an_owner before update or delete on member for each row execute function keep_an_owner();
--> statement-breakpoint
-- Who is no member any more leaves nothing usable behind: their keys are off, and no session of theirs stays there.
create function end_membership() returns trigger language plpgsql security definer set search_path from current as $$
begin
	update api_key set disabled = true, updated_at = clock_timestamp()
		where organisation_id = old.organisation_id and member_id = old.id and revoked_at is null and not disabled;
	update user_session set active_organisation_id = null
		where user_id = old.user_id and active_organisation_id = old.organisation_id;
	return null;
end $$;
--> statement-breakpoint
create trigger member_end_membership after delete on member for each row execute function end_membership();
--> statement-breakpoint
create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change();
--> statement-breakpoint
-- What acts for one organisation does so as this role, inside a transaction that names the organisation: a statement
-- without its condition then finds that organisation's rows and no others. The tables' owner is not held to it.
do $$
begin
	if not exists (select 1 from pg_roles where rolname = 'turnpike_app') then
		begin
			create role turnpike_app nologin;
		exception
			when duplicate_object or unique_violation then null; -- made meanwhile, for another database of this server
			when insufficient_privilege then
				raise exception 'the role turnpike_app is missing, and % may not make it', current_user
					using hint = 'Have an administrator run: create role turnpike_app nologin; grant turnpike_app to ' || quote_ident(current_user);
		end;
	end if;
	if not pg_has_role(current_user, 'turnpike_app', 'member') then
		execute format('grant turnpike_app to %I', current_user);
	end if;
end $$;
--> statement-breakpoint
-- The organisation this transaction acts for; null where none was named, and then nothing is visible.
create function acting_organisation() returns text language sql stable parallel safe as $$
	select nullif(current_setting('turnpike.organisation_id', true), '')
$$;
--> statement-breakpoint
alter table organisation enable row level security;
--> statement-breakpoint
create policy own on organisation to turnpike_app using (id = (select acting_organisation()));
--> statement-breakpoint
grant select, update (name, email, updated_at) on organisation to turnpike_app;
--> statement-breakpoint
alter table project enable row level security;
--> statement-breakpoint
create policy own on project to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select, insert, update (name, archived_at) on project to turnpike_app;
--> statement-breakpoint
alter table api_key enable row level security;
--> statement-breakpoint
create policy own on api_key to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select, insert, update on api_key to turnpike_app;
--> statement-breakpoint
alter table account enable row level security;
--> statement-breakpoint
create policy own on account for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on account to turnpike_app;
--> statement-breakpoint
alter table member enable row level security;
--> statement-breakpoint
create policy own on member to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select, insert, update (role), delete on member to turnpike_app;
--> statement-breakpoint
alter table invitation enable row level security;
--> statement-breakpoint
create policy own on invitation to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select, insert, update (state, settled_at) on invitation to turnpike_app;
--> statement-breakpoint
alter table audit_log enable row level security;
--> statement-breakpoint
create policy own on audit_log to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select, insert on audit_log to turnpike_app;
--> statement-breakpoint
grant usage on sequence audit_log_id_seq to turnpike_app;
--> statement-breakpoint
-- A mail is written and never read, as it may hold what lets its reader in; so this writes it for everybody.
create function enqueue_mail(p_dedupe_key text, p_recipient text, p_subject text, p_text text, p_html text) returns boolean
language plpgsql security definer set search_path from current as $$
begin
	insert into mail_outbox (dedupe_key, recipient, subject, text, html)
		values (p_dedupe_key, p_recipient, p_subject, p_text, p_html) on conflict (dedupe_key) do nothing;
	return found;
end $$;
--> statement-breakpoint
alter table mail_outbox enable row level security;
--> statement-breakpoint
-- Of people, an organisation sees its members, by name and address.
alter table app_user enable row level security;
--> statement-breakpoint
create policy members on app_user for select to turnpike_app
	using (exists (select 1 from member where member.user_id = app_user.id));
--> statement-breakpoint
grant select (id, name, email, image) on app_user to turnpike_app;
--> statement-breakpoint
alter table user_session enable row level security;
--> statement-breakpoint
alter table user_identity enable row level security;
--> statement-breakpoint
alter table user_verification enable row level security;
--> statement-breakpoint
alter table signing_key enable row level security;
--> statement-breakpoint
alter table budget enable row level security;
--> statement-breakpoint
create policy own on budget to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select, insert, update on budget to turnpike_app;
--> statement-breakpoint
alter table budget_window enable row level security;
--> statement-breakpoint
create policy own on budget_window for select to turnpike_app
	using (exists (select 1 from budget where budget.id = budget_window.budget_id));
--> statement-breakpoint
grant select on budget_window to turnpike_app;
--> statement-breakpoint
alter table budget_crossing enable row level security;
--> statement-breakpoint
create policy own on budget_crossing for select to turnpike_app
	using (exists (select 1 from budget where budget.id = budget_crossing.budget_id));
--> statement-breakpoint
grant select on budget_crossing to turnpike_app;
--> statement-breakpoint
-- What follows a change of a budget or a key reaches into allowances and recalls, which are the book's own.
alter function budget_changed() security definer set search_path from current;
--> statement-breakpoint
alter function key_moved() security definer set search_path from current;
--> statement-breakpoint
alter table entry enable row level security;
--> statement-breakpoint
create policy own on entry for select to turnpike_app
	using (account_id in (select id from account));
--> statement-breakpoint
grant select on entry to turnpike_app;
--> statement-breakpoint
-- The house's other side of a transaction stays the house's; what a transaction is called is no secret of an account.
alter table ledger_transaction enable row level security;
--> statement-breakpoint
create policy own on ledger_transaction for select to turnpike_app
	using (exists (select 1 from entry where entry.transaction_id = ledger_transaction.id));
--> statement-breakpoint
grant select on ledger_transaction to turnpike_app;
--> statement-breakpoint
alter table usage_event enable row level security;
--> statement-breakpoint
create policy own on usage_event for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on usage_event to turnpike_app;
--> statement-breakpoint
alter table usage_hourly enable row level security;
--> statement-breakpoint
create policy own on usage_hourly for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on usage_hourly to turnpike_app;
--> statement-breakpoint
-- Prices are everybody's.
grant select on price_version to turnpike_app;
