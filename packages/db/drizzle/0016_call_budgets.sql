CREATE TABLE "call_hold" (
	"generation_id" uuid PRIMARY KEY NOT NULL,
	"allowance_id" uuid NOT NULL,
	"budget_window_ids" bigint[] NOT NULL,
	"held_nano_usd" bigint NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "call_hold_not_negative" CHECK ("call_hold"."held_nano_usd" >= 0)
);
--> statement-breakpoint
ALTER TABLE "usage_event" ADD COLUMN "call_window_ids" bigint[];--> statement-breakpoint
CREATE INDEX "call_hold_started" ON "call_hold" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "call_hold_allowance" ON "call_hold" USING btree ("allowance_id");
--> statement-breakpoint
alter table call_hold enable row level security;
--> statement-breakpoint
-- Changes what calls have set aside under their budgets' windows. Call holds are locked first, then windows in the order of
-- their ids, here and wherever these change: they do not wait for the account's lock.
create function change_call_reserve(p_windows bigint[], p_by bigint, p_spent bigint) returns void language plpgsql as $$
begin
	perform 1 from budget_window where id = any (p_windows) order by id for update;
	update budget_window set reserved_nano_usd = reserved_nano_usd + p_by, spent_nano_usd = spent_nano_usd + p_spent
		where id = any (p_windows);
end $$;
--> statement-breakpoint
-- The hard budget among windows that has the least room, if that is less than an amount.
create function call_budget_reached(p_windows bigint[], p_amount bigint) returns table (
	budget_scope text, budget_limit bigint, budget_spent bigint, resets_at timestamptz, room bigint
) language sql as $$
	select b.scope, b.limit_nano_usd, w.spent_nano_usd, w.ends_at, b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd as room
	from budget_window w join budget b on b.id = w.budget_id
	where w.id = any (p_windows) and not b.soft and b.ended_at is null
		and b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd < p_amount
	order by room, b.id limit 1
$$;
--> statement-breakpoint
-- Sets an amount aside under every budget of the end user and the tags that a call names, or says which has no room.
-- Repeated for the same generation it changes nothing. No row: it was set aside.
create function hold_call(
	p_generation uuid, p_allowance uuid, p_organisation text, p_end_user text, p_tags text[], p_amount bigint
) returns table (
	budget_scope text, budget_limit bigint, budget_spent bigint, resets_at timestamptz, room bigint
) language plpgsql as $$
#variable_conflict use_column
declare windows bigint[];
begin
	if exists (select 1 from call_hold where generation_id = p_generation) then return; end if;
	windows := array(select w.id from budget b cross join lateral open_window(b.id, b.reset, clock_timestamp()) w
		where b.organisation_id = p_organisation and b.ended_at is null
			and ((b.scope = 'end_user' and b.scope_id = p_end_user) or (b.scope = 'tag' and b.scope_id = any (p_tags)))
		order by w.id);
	if windows = '{}' then return; end if;
	perform 1 from budget_window w where w.id = any (windows) order by w.id for update;
	return query select * from call_budget_reached(windows, p_amount);
	if found then return; end if;
	perform change_call_reserve(windows, p_amount, 0);
	insert into call_hold (generation_id, allowance_id, budget_window_ids, held_nano_usd)
		values (p_generation, p_allowance, windows, p_amount);
end $$;
--> statement-breakpoint
-- Raises what a call has set aside to an amount. False when a budget has no room for it, or the hold was given up.
create function extend_call(p_generation uuid, p_amount bigint) returns boolean language plpgsql as $$
declare h call_hold;
begin
	select * into h from call_hold where generation_id = p_generation for update;
	if not found then return true; end if;
	if h.released_at is not null then return false; end if;
	if p_amount <= h.held_nano_usd then return true; end if;
	perform 1 from budget_window where id = any (h.budget_window_ids) order by id for update;
	if exists (select 1 from call_budget_reached(h.budget_window_ids, p_amount - h.held_nano_usd)) then return false; end if;
	perform change_call_reserve(h.budget_window_ids, p_amount - h.held_nano_usd, 0);
	update call_hold set held_nano_usd = p_amount where generation_id = p_generation;
	return true;
end $$;
--> statement-breakpoint
-- The call has ended and its usage is durable: no more than its charge is set aside until that is posted.
create function settle_call(p_generation uuid, p_charge bigint) returns void language plpgsql as $$
declare h call_hold;
begin
	select * into h from call_hold where generation_id = p_generation for update;
	if not found or h.held_nano_usd <= p_charge then return; end if;
	perform change_call_reserve(h.budget_window_ids, p_charge - h.held_nano_usd, 0);
	update call_hold set held_nano_usd = p_charge where generation_id = p_generation;
end $$;
--> statement-breakpoint
-- The call cost nothing and leaves no usage.
create function release_call(p_generation uuid) returns void language plpgsql as $$
declare h call_hold;
begin
	delete from call_hold where generation_id = p_generation returning * into h;
	if found then perform change_call_reserve(h.budget_window_ids, -h.held_nano_usd, 0); end if;
end $$;
--> statement-breakpoint
-- Posts calls: what they set aside under their budgets is spent as far as they are charged. A call whose hold was given up
-- counts all the same.
create function post_calls(p_generations uuid[], p_charges bigint[]) returns void language plpgsql as $$
declare c record; ids bigint[];
begin
	perform 1 from call_hold where generation_id = any (p_generations) order by generation_id for update;
	if not found then return; end if;
	ids := array(select distinct unnest(h.budget_window_ids) from call_hold h where h.generation_id = any (p_generations));
	perform 1 from budget_window where id = any (ids) order by id for update;
	update usage_event e set call_window_ids = h.budget_window_ids from call_hold h
		where h.generation_id = any (p_generations) and e.generation_id = h.generation_id;
	for c in
		with ended as (delete from call_hold where generation_id = any (p_generations) returning *)
		select window_id, sum(ended.held_nano_usd)::bigint as held, sum(p.charge)::bigint as charge
		from ended join unnest(p_generations, p_charges) as p (generation_id, charge) using (generation_id)
			cross join unnest(ended.budget_window_ids) as window_id group by window_id
	loop
		update budget_window set reserved_nano_usd = reserved_nano_usd - c.held, spent_nano_usd = spent_nano_usd + c.charge
			where id = c.window_id;
	end loop;
end $$;
--> statement-breakpoint
-- Gives up holds of calls whose process was lost: they are older than the longest call, or the book has given their
-- allowance up, and no usage of theirs waits to be posted or could still come of a checkpoint. Their rows stay for a day
-- more, for a charge that comes late. Answers how many were given up.
create function release_lost_calls(p_longest interval) returns integer language plpgsql as $$
declare lost uuid[]; h record;
begin
	lost := array(
		select c.generation_id from call_hold c
		where c.released_at is null and (c.started_at < clock_timestamp() - p_longest
				or exists (select 1 from allowance l where l.id = c.allowance_id and l.state = 'reaped'))
			and not exists (select 1 from usage_event e where e.generation_id = c.generation_id
				and e.transaction_id is null and e.parked_reason is null)
			and not exists (select 1 from usage_checkpoint k where k.generation_id = c.generation_id)
		order by c.generation_id limit 1000 for update of c skip locked);
	perform 1 from budget_window where id in (select unnest(budget_window_ids) from call_hold where generation_id = any (lost))
		order by id for update;
	for h in select * from call_hold where generation_id = any (lost) loop
		perform change_call_reserve(h.budget_window_ids, -h.held_nano_usd, 0);
	end loop;
	update call_hold set held_nano_usd = 0, released_at = clock_timestamp() where generation_id = any (lost);
	delete from call_hold where released_at < clock_timestamp() - interval '1 day';
	return cardinality(lost);
end $$;
--> statement-breakpoint
-- As before; budgets of end users and tags are asked for every call, so nobody has credit at hand that they must allow.
create or replace function budget_changed() returns trigger language plpgsql security definer set search_path from current as $$
declare w budget_window; made boolean; tightened boolean; of_grants boolean;
begin
	-- No grant by the old limit is half done behind this lock.
	perform 1 from account where organisation_id = new.organisation_id for update;
	of_grants := new.scope in ('organisation', 'project', 'member', 'key');
	made := new.ended_at is null and (tg_op = 'INSERT' or old.ended_at is not null);
	tightened := made or new.limit_nano_usd < old.limit_nano_usd or (old.soft and not new.soft);
	if made and of_grants then
		perform cover_allowances(new.organisation_id);
		perform carry_spending(new);
	end if;
	if new.ended_at is not null then return null; end if;
	w := open_window(new.id, new.reset, clock_timestamp());
	perform record_crossings(w);
	if tightened and of_grants and not new.soft and w.reserved_nano_usd > 0 then
		perform request_recall(id) from account where organisation_id = new.organisation_id;
	end if;
	return null;
end $$;
