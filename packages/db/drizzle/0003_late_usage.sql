-- Makes the monthly partitions from the month of p_from on; those that exist are left alone. Usage whose clock ran ahead
-- lies in the default partition already and moves: a month that has any could not be made otherwise. A new table is
-- attached rather than made in its place, which would lock out every reader and writer; and it does not wait for long,
-- as months are made long before they come.
create or replace function ensure_usage_partitions(p_from timestamptz, p_months integer) returns void language plpgsql as $$
declare month_start timestamp := date_trunc('month', p_from at time zone 'UTC'); partition_name text; first_id uuid; next_id uuid;
begin
	perform pg_advisory_xact_lock(7465002);
	perform set_config('lock_timeout', '5s', true);
	for i in 0 .. p_months - 1 loop
		partition_name := 'usage_event_' || to_char(month_start, 'YYYYMM');
		first_id := uuid_at(month_start at time zone 'UTC');
		next_id := uuid_at((month_start + interval '1 month') at time zone 'UTC');
		begin
			if to_regclass(partition_name) is null then
				execute format('create table %I (like usage_event including defaults including constraints)', partition_name);
				lock table usage_event_elsewhere in access exclusive mode;
				execute format('with early as (delete from usage_event_elsewhere where generation_id >= %L and generation_id < %L returning *)
					insert into %I select * from early', first_id, next_id, partition_name);
				execute format('alter table usage_event attach partition %I for values from (%L) to (%L)', partition_name, first_id, next_id);
			end if;
		exception when lock_not_available then
			raise warning 'partition % was not made: the usage tables are busy', partition_name;
		end;
		month_start := month_start + interval '1 month';
	end loop;
end $$;
--> statement-breakpoint
-- As before; where a budget refuses, what is said to be available is what that budget leaves of it.
create or replace function grant_allowance(
	p_holder text, p_allowance uuid, p_account text, p_key text, p_granted_before bigint, p_at_least bigint, p_wanted bigint
) returns table (
	outcome text, granted bigint, expires_at timestamptz, available bigint, recallable boolean,
	budget_scope text, budget_limit bigint, budget_spent bigint
) language plpgsql as $$
#variable_conflict use_column
declare a account; held allowance; w budget_window; b budget; room bigint; give bigint; windows bigint[] := '{}';
begin
	select * into a from account where account.id = p_account for update;
	if not found then raise exception 'no account %', p_account; end if;
	available := a.available_nano_usd; recallable := false;
	if not exists (select 1 from holder where holder.id = p_holder and state = 'live' and lease_until > clock_timestamp()) then
		outcome := 'holder_lost'; return next; return;
	end if;
	if exists (select 1 from organisation o where o.id = a.organisation_id and o.suspended_at is not null) then
		outcome := 'account_suspended'; return next; return;
	end if;
	select * into held from allowance where allowance.id = p_allowance for update;
	if found and (held.state <> 'open' or held.holder_id <> p_holder) then
		outcome := 'holder_lost'; return next; return;
	end if;
	if held.id is not null then
		windows := held.budget_window_ids;
		select min(ends_at) into expires_at from budget_window where budget_window.id = any (windows);
		if held.granted_nano_usd > p_granted_before then -- a repeat of a request that was granted
			outcome := 'granted'; granted := held.granted_nano_usd; return next; return;
		end if;
	end if;
	room := a.available_nano_usd;
	for w in
		select * from budget_window where held.id is not null and budget_window.id = any (windows)
		union all select * from open_budget_windows(p_key, clock_timestamp()) where held.id is null
	loop
		if held.id is null then
			windows := windows || w.id;
			expires_at := least(expires_at, w.ends_at);
		end if;
		select * into b from budget where budget.id = w.budget_id;
		if b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd < p_at_least then
			available := greatest(least(a.available_nano_usd, b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd), 0);
			outcome := 'budget_exceeded'; budget_scope := b.scope; budget_limit := b.limit_nano_usd;
			budget_spent := w.spent_nano_usd; expires_at := w.ends_at;
			recallable := w.reserved_nano_usd > 0;
			return next; return;
		end if;
		room := least(room, b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd);
	end loop;
	if a.available_nano_usd < p_at_least then
		outcome := 'insufficient_credits';
		recallable := exists (select 1 from allowance o where o.account_id = p_account and o.state = 'open' and o.id <> p_allowance
			and o.holder_id <> p_holder);
		return next; return;
	end if;
	give := greatest(p_at_least, least(p_wanted, room / 10));
	update account set available_nano_usd = available_nano_usd - give, reserved_nano_usd = reserved_nano_usd + give
		where account.id = p_account;
	update budget_window set reserved_nano_usd = reserved_nano_usd + give where budget_window.id = any (windows);
	insert into allowance (id, holder_id, account_id, key_id, budget_window_ids, granted_nano_usd)
		values (p_allowance, p_holder, p_account, p_key, windows, give)
		on conflict (id) do update set granted_nano_usd = allowance.granted_nano_usd + give
		returning granted_nano_usd into granted;
	outcome := 'granted';
	return next;
end $$;
--> statement-breakpoint
-- As before; a remainder waits until the last state of a lost stream is usage, too.
create or replace function settle_remainder(p_allowance uuid) returns boolean language plpgsql as $$
declare a allowance := lock_allowance(p_allowance); remainder bigint;
begin
	remainder := a.granted_nano_usd - a.returned_nano_usd - a.charged_nano_usd;
	if a.state = 'open' or remainder <= 0 then return false; end if;
	if exists (select 1 from usage_event e where e.account_id = a.account_id and e.transaction_id is null
		and e.parked_reason is null and e.allowance_id = p_allowance) then
		return false;
	end if;
	-- What a lost stream was at last seen to have used becomes usage first.
	if a.state = 'reaped' and exists (select 1 from usage_checkpoint c where c.allowance_id = p_allowance) then
		return false;
	end if;
	perform return_credit(a, remainder);
	return true;
end $$;
