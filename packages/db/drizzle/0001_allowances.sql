-- The house's side of every transaction.
insert into account (id, kind) values
	('house:deposits', 'house'), ('house:promotions', 'house'), ('house:revenue', 'house'), ('house:overrun', 'house'),
	('house:provider_expense', 'house'), ('house:provider_payable', 'house');
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger entry_append_only before update or delete on entry for each row execute function refuse_change();
--> statement-breakpoint
create trigger entry_no_truncate before truncate on entry for each statement execute function refuse_change();
--> statement-breakpoint
create trigger ledger_transaction_append_only before update or delete on ledger_transaction for each row execute function refuse_change();
--> statement-breakpoint
create trigger price_version_append_only before update or delete on price_version for each row execute function refuse_change();
--> statement-breakpoint
create trigger audit_log_append_only before update or delete on audit_log for each row execute function refuse_change();
--> statement-breakpoint
create function check_transaction_balanced() returns trigger language plpgsql as $$
declare total numeric;
begin
	select sum(amount_nano_usd) into total from entry where transaction_id = new.transaction_id;
	if total <> 0 then
		raise exception 'transaction % does not sum to zero: %', new.transaction_id, total using errcode = 'check_violation';
	end if;
	return null;
end $$;
--> statement-breakpoint
create constraint trigger entry_balanced after insert on entry deferrable initially deferred
	for each row execute function check_transaction_balanced();
--> statement-breakpoint
-- The smallest UUIDv7 of an instant: usage tables are partitioned by generation id, which is ordered by time.
create function uuid_at(p_at timestamptz) returns uuid language sql immutable as $$
	select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
	from (select lpad(to_hex((extract(epoch from p_at) * 1000)::bigint), 12, '0') as h) t
$$;
--> statement-breakpoint
-- Makes the monthly partitions from the month of p_from on; those that exist are left alone.
create function ensure_usage_partitions(p_from timestamptz, p_months integer) returns void language plpgsql as $$
declare month_start timestamp := date_trunc('month', p_from at time zone 'UTC'); partition_name text;
begin
	for i in 0 .. p_months - 1 loop
		partition_name := 'usage_event_' || to_char(month_start, 'YYYYMM');
		if to_regclass(partition_name) is null then
			execute format('create table if not exists %I partition of usage_event for values from (%L) to (%L)', partition_name,
				uuid_at(month_start at time zone 'UTC'), uuid_at((month_start + interval '1 month') at time zone 'UTC'));
		end if;
		month_start := month_start + interval '1 month';
	end loop;
end $$;
--> statement-breakpoint
-- A record whose clock was off must still be durable: what no month takes lands here.
create table usage_event_elsewhere partition of usage_event default;
--> statement-breakpoint
select ensure_usage_partitions(now() - interval '1 month', 6);
--> statement-breakpoint
-- The budgets above a key, each with its window at an instant; windows are made on first use.
create function open_budget_windows(p_key text, p_at timestamptz) returns setof budget_window language plpgsql as $$
declare b record; w budget_window; window_start timestamptz; window_end timestamptz; step interval;
begin
	for b in
		select budget.* from api_key k join budget on (budget.scope = 'key' and budget.scope_id = k.id)
			or (budget.scope = 'project' and budget.scope_id = k.project_id)
			or (budget.scope = 'organisation' and budget.scope_id = k.organisation_id)
		where k.id = p_key order by budget.id
	loop
		if b.reset = 'none' then
			window_start := 'epoch'; window_end := null;
		else
			step := case b.reset when 'daily' then interval '1 day' when 'weekly' then interval '1 week' else interval '1 month' end;
			window_start := date_trunc(case b.reset when 'daily' then 'day' when 'weekly' then 'week' else 'month' end,
				p_at at time zone 'UTC') at time zone 'UTC';
			window_end := (window_start at time zone 'UTC' + step) at time zone 'UTC';
		end if;
		insert into budget_window (budget_id, starts_at, ends_at) values (b.id, window_start, window_end)
			on conflict (budget_id, starts_at) do nothing;
		select * into w from budget_window where budget_id = b.id and starts_at = window_start for update;
		return next w;
	end loop;
end $$;
--> statement-breakpoint
-- Moves credit from an account's available to reserved for one holder and key: between p_at_least and p_wanted, at most
-- a tenth of what is left where that is more than p_at_least, and never more than every budget above the key allows.
-- The account's row is locked first, here and wherever allowances change, so locks are always taken in one order.
create function grant_allowance(
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
-- Moves part of an allowance's unspent credit back to available.
create function return_credit(p_allowance allowance, p_amount bigint) returns void language plpgsql as $$
begin
	update account set available_nano_usd = available_nano_usd + p_amount, reserved_nano_usd = reserved_nano_usd - p_amount
		where id = p_allowance.account_id;
	update budget_window set reserved_nano_usd = reserved_nano_usd - p_amount where id = any (p_allowance.budget_window_ids);
	update allowance set returned_nano_usd = returned_nano_usd + p_amount where id = p_allowance.id;
end $$;
--> statement-breakpoint
-- Locks an allowance behind its account's row, the order every change keeps.
create function lock_allowance(p_allowance uuid) returns allowance language plpgsql as $$
declare a allowance;
begin
	perform 1 from account where id = (select account_id from allowance where id = p_allowance) for update;
	select * into a from allowance where id = p_allowance for update;
	return a;
end $$;
--> statement-breakpoint
-- p_returned_in_all counts from the allowance's opening, so a repeat changes nothing.
create function give_back_allowance(p_allowance uuid, p_returned_in_all bigint) returns void language plpgsql as $$
declare a allowance := lock_allowance(p_allowance);
begin
	if a.state = 'open' and p_returned_in_all > a.returned_nano_usd then
		perform return_credit(a, p_returned_in_all - a.returned_nano_usd);
	end if;
end $$;
--> statement-breakpoint
-- Everything but what was spent goes back; what was spent stays reserved until it is posted.
create function close_allowance(p_allowance uuid, p_spent bigint) returns void language plpgsql as $$
declare a allowance := lock_allowance(p_allowance);
begin
	if a.state is distinct from 'open' then return; end if;
	if a.granted_nano_usd - a.returned_nano_usd - p_spent > 0 then
		perform return_credit(a, a.granted_nano_usd - a.returned_nano_usd - p_spent);
	end if;
	update allowance set state = 'closed', closed_at = clock_timestamp() where id = p_allowance;
end $$;
--> statement-breakpoint
-- Returns what a lost or closed allowance has left once nothing of it waits to be posted. True when it returned some.
create function settle_remainder(p_allowance uuid) returns boolean language plpgsql as $$
declare a allowance := lock_allowance(p_allowance); remainder bigint;
begin
	remainder := a.granted_nano_usd - a.returned_nano_usd - a.charged_nano_usd;
	if a.state = 'open' or remainder <= 0 then return false; end if;
	if exists (select 1 from usage_event e where e.account_id = a.account_id and e.transaction_id is null
		and e.parked_reason is null and e.allowance_id = p_allowance) then
		return false;
	end if;
	perform return_credit(a, remainder);
	return true;
end $$;
