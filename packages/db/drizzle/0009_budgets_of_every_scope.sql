CREATE TABLE "budget_crossing" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"budget_id" text NOT NULL,
	"window_id" bigint NOT NULL,
	"percent" integer NOT NULL,
	"limit_nano_usd" bigint NOT NULL,
	"spent_nano_usd" bigint NOT NULL,
	"crossed_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"announced_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "recall_answer" (
	"account_id" text NOT NULL,
	"holder_id" text NOT NULL,
	"number" bigint NOT NULL,
	CONSTRAINT "recall_answer_account_id_holder_id_pk" PRIMARY KEY("account_id","holder_id")
);
--> statement-breakpoint
DROP INDEX "budget_scope";--> statement-breakpoint
ALTER TABLE "allowance" ADD COLUMN "late_nano_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "budget" ADD COLUMN "organisation_id" text;--> statement-breakpoint
update budget b set organisation_id = coalesce(
	(select k.organisation_id from api_key k where b.scope = 'key' and k.id = b.scope_id),
	(select p.organisation_id from project p where b.scope = 'project' and p.id = b.scope_id),
	b.scope_id);--> statement-breakpoint
ALTER TABLE "budget" ALTER COLUMN "organisation_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "budget" ADD COLUMN "soft" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "budget" ADD COLUMN "thresholds" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "budget" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "budget" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL;--> statement-breakpoint
ALTER TABLE "budget_window" ADD COLUMN "carried_nano_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "recall" ADD COLUMN "number" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "budget_crossing" ADD CONSTRAINT "budget_crossing_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_crossing" ADD CONSTRAINT "budget_crossing_window_id_budget_window_id_fk" FOREIGN KEY ("window_id") REFERENCES "public"."budget_window"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recall_answer" ADD CONSTRAINT "recall_answer_holder_id_holder_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "budget_crossing_once" ON "budget_crossing" USING btree ("window_id","percent","limit_nano_usd");--> statement-breakpoint
CREATE INDEX "budget_crossing_unannounced" ON "budget_crossing" USING btree ("id") WHERE "budget_crossing"."announced_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "budget_of_scope" ON "budget" USING btree ("organisation_id","scope","scope_id","reset");--> statement-breakpoint
CREATE INDEX "budget_updated" ON "budget" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "recall_requested" ON "recall" USING btree ("requested_at");
--> statement-breakpoint
-- What was charged late, after an allowance had ended, was known from its usage alone.
update allowance a set late_nano_usd = u.posted - a.charged_nano_usd
	from (select allowance_id, sum(posted_nano_usd) as posted from usage_event where transaction_id is not null group by 1) u
	where u.allowance_id = a.id and u.posted > a.charged_nano_usd;
--> statement-breakpoint
-- The window of a reset that an instant lies in, in UTC; a lifetime never ends.
create function window_of(p_reset text, p_at timestamptz, out starts_at timestamptz, out ends_at timestamptz)
language plpgsql immutable as $$
begin
	case p_reset
		when 'none' then starts_at := 'epoch';
		when 'daily' then
			starts_at := date_trunc('day', p_at, 'UTC');
			ends_at := starts_at + interval '24 hours';
		when 'weekly' then
			starts_at := date_trunc('week', p_at, 'UTC');
			ends_at := starts_at + interval '168 hours';
		when 'monthly' then
			starts_at := date_trunc('month', p_at, 'UTC');
			ends_at := ((starts_at at time zone 'UTC') + interval '1 month') at time zone 'UTC';
		else raise exception 'no reset %', p_reset using errcode = 'check_violation';
	end case;
end $$;
--> statement-breakpoint
-- The window of a budget at an instant; it is made on first use.
create function open_window(p_budget text, p_reset text, p_at timestamptz) returns budget_window language plpgsql as $$
declare w budget_window; bounds record;
begin
	select * into bounds from window_of(p_reset, p_at);
	insert into budget_window (budget_id, starts_at, ends_at) values (p_budget, bounds.starts_at, bounds.ends_at)
		on conflict (budget_id, starts_at) do nothing;
	select * into w from budget_window where budget_id = p_budget and starts_at = bounds.starts_at;
	return w;
end $$;
--> statement-breakpoint
-- The budgets that stand above a key, whichever of its calls: its own, its member's, project's and organisation's.
create function budgets_above(p_key text) returns setof budget language sql stable as $$
	select b.* from api_key k join budget b on b.organisation_id = k.organisation_id and b.ended_at is null and (
		(b.scope = 'key' and b.scope_id = k.id) or (b.scope = 'member' and b.scope_id = k.member_id)
		or (b.scope = 'project' and b.scope_id = k.project_id)
		or (b.scope = 'organisation' and b.scope_id = k.organisation_id))
	where k.id = p_key
$$;
--> statement-breakpoint
-- Each budget above a key with its window at an instant. Whoever asks holds the account's lock, and so all these windows.
create or replace function open_budget_windows(p_key text, p_at timestamptz) returns setof budget_window language sql as $$
	select w.* from budgets_above(p_key) b cross join lateral open_window(b.id, b.reset, p_at) w
$$;
--> statement-breakpoint
-- What is called a key's limit: its own hard budget, the one of its limit_reset where it has several.
create function own_budget(p_key api_key) returns setof budget language sql stable as $$
	select b.* from budget b where b.organisation_id = p_key.organisation_id and b.scope = 'key' and b.scope_id = p_key.id
		and b.ended_at is null and not b.soft
	order by b.reset = p_key.limit_reset desc, b.limit_nano_usd limit 1
$$;
--> statement-breakpoint
-- Every request of a recall is another number, whoever makes it.
create function number_recall() returns trigger language plpgsql as $$
begin
	new.number := nextval('recall_number_seq');
	return new;
end $$;
--> statement-breakpoint
create trigger recall_numbered before update on recall for each row execute function number_recall();
--> statement-breakpoint
-- Asks every holder for its idle blocks of an account. Answers the number that holders answer.
create function request_recall(p_account text) returns bigint language sql as $$
	insert into recall (account_id, requested_at) values (p_account, clock_timestamp())
	on conflict (account_id) do update set requested_at = greatest(excluded.requested_at, recall.requested_at + interval '1 ms')
	returning number
$$;
--> statement-breakpoint
-- Whether a live holder other than p_holder may still have idle credit of an account, under one window where one is named:
-- it has credit, and has not answered the recall, where one was asked.
create function others_may_return(p_account text, p_holder text, p_window bigint, p_recall bigint) returns boolean
language sql stable as $$
	select exists (select 1 from allowance o join holder h on h.id = o.holder_id
		where o.account_id = p_account and o.state = 'open' and o.holder_id <> p_holder
			and o.granted_nano_usd > o.returned_nano_usd + o.charged_nano_usd
			and h.state = 'live' and h.lease_until > clock_timestamp()
			and (p_window is null or p_window = any (o.budget_window_ids))
			and (p_recall is null or not exists (select 1 from recall_answer r
				where r.account_id = p_account and r.holder_id = o.holder_id and r.number >= p_recall)))
$$;
--> statement-breakpoint
drop function grant_allowance(text, uuid, text, text, bigint, bigint, bigint);
--> statement-breakpoint
-- Moves credit from an account's available to reserved for one holder and key: between p_at_least and p_wanted, at most
-- a tenth of what is left where that is more than p_at_least, and never more than every budget above the key allows.
-- The account's row is locked first, here and wherever allowances change, so locks are always taken in one order.
-- p_recall: the recall that was asked before; who has answered it has no more to return.
create function grant_allowance(
	p_holder text, p_allowance uuid, p_account text, p_key text, p_granted_before bigint, p_at_least bigint, p_wanted bigint,
	p_recall bigint default null
) returns table (
	outcome text, granted bigint, expires_at timestamptz, available bigint, recallable boolean,
	budget_scope text, budget_limit bigint, budget_spent bigint
) language plpgsql as $$
#variable_conflict use_column
declare a account; held allowance; tight record; room bigint; give bigint; windows bigint[];
begin
	select * into a from account where account.id = p_account for update;
	if not found then raise exception 'no account %', p_account; end if;
	available := a.available_nano_usd; recallable := false;
	if not exists (select 1 from holder where holder.id = p_holder and state = 'live' and lease_until > clock_timestamp()) then
		outcome := 'holder_lost'; return next; return;
	end if;
	select * into held from allowance where allowance.id = p_allowance for update;
	if found and (held.state <> 'open' or held.holder_id <> p_holder) then
		outcome := 'holder_lost'; return next; return;
	end if;
	if held.id is null then
		windows := array(select id from open_budget_windows(p_key, clock_timestamp()));
	else
		windows := held.budget_window_ids;
	end if;
	select min(ends_at) into expires_at from budget_window where budget_window.id = any (windows);
	if held.granted_nano_usd > p_granted_before then -- a repeat of a request that was granted
		outcome := 'granted'; granted := held.granted_nano_usd; return next; return;
	end if;
	if exists (select 1 from organisation o where o.id = a.organisation_id and o.suspended_at is not null) then
		outcome := 'account_suspended'; return next; return;
	end if;
	select b.scope, b.limit_nano_usd as limit_, w.id, w.spent_nano_usd as spent, w.ends_at,
			b.limit_nano_usd - w.spent_nano_usd - w.reserved_nano_usd as room
		into tight from budget_window w join budget b on b.id = w.budget_id
		where w.id = any (windows) and not b.soft and b.ended_at is null
		order by room, b.id limit 1;
	room := least(a.available_nano_usd, tight.room);
	if tight.room < p_at_least then
		-- What is said to be available is what the budget leaves of it.
		available := greatest(room, 0);
		outcome := 'budget_exceeded'; budget_scope := tight.scope; budget_limit := tight.limit_;
		budget_spent := tight.spent; expires_at := tight.ends_at;
		recallable := others_may_return(p_account, p_holder, tight.id, p_recall);
		return next; return;
	end if;
	if a.available_nano_usd < p_at_least then
		outcome := 'insufficient_credits';
		recallable := others_may_return(p_account, p_holder, null, p_recall);
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
-- Puts allowances that have credit under every budget above their key that they are not under yet: the budget was made, or
-- the key moved, after they were opened. What they have left counts as reserved from here on. True when there were any.
create function cover_allowances(p_organisation text) returns boolean language plpgsql as $$
declare a account; c record; w budget_window; covered boolean := false;
begin
	select * into a from account where organisation_id = p_organisation for update;
	for c in
		select l.id, l.granted_nano_usd - l.returned_nano_usd - l.charged_nano_usd as remaining,
			l.charged_nano_usd + l.late_nano_usd as charged, b.id as budget_id, b.reset
		from allowance l cross join lateral budgets_above(l.key_id) b
		where l.account_id = a.id and (l.state = 'open' or l.granted_nano_usd > l.returned_nano_usd + l.charged_nano_usd)
			and not exists (select 1 from budget_window u where u.id = any (l.budget_window_ids) and u.budget_id = b.id)
	loop
		w := open_window(c.budget_id, c.reset, clock_timestamp());
		update allowance set budget_window_ids = budget_window_ids || w.id where allowance.id = c.id;
		update budget_window set reserved_nano_usd = reserved_nano_usd + c.remaining, carried_nano_usd = carried_nano_usd - c.charged
			where budget_window.id = w.id;
		covered := true;
	end loop;
	return covered;
end $$;
--> statement-breakpoint
-- What a fixed scope has spent since an instant, to the hour: windows begin on the hour.
create function spent_since(p_budget budget, p_since timestamptz) returns bigint language sql stable as $$
	select coalesce(sum(h.charge_nano_usd), 0)::bigint from usage_hourly h
	where h.organisation_id = p_budget.organisation_id and h.hour >= p_since and case p_budget.scope
		when 'organisation' then true
		when 'project' then h.project_id = p_budget.scope_id
		when 'key' then h.key_id = p_budget.scope_id
		when 'member' then h.key_id in (select id from api_key where member_id = p_budget.scope_id)
		else false end
$$;
--> statement-breakpoint
-- A budget counts all of its window, also what was spent before it was made.
create function carry_spending(p_budget budget) returns void language plpgsql as $$
declare w budget_window := open_window(p_budget.id, p_budget.reset, clock_timestamp()); spent bigint;
begin
	spent := greatest(w.spent_nano_usd, spent_since(p_budget, w.starts_at));
	update budget_window set carried_nano_usd = carried_nano_usd + spent - spent_nano_usd, spent_nano_usd = spent where id = w.id;
end $$;
--> statement-breakpoint
-- Writes down which thresholds a window's spending has crossed, each once per limit.
create function record_crossings(p_window budget_window) returns void language sql as $$
	insert into budget_crossing (budget_id, window_id, percent, limit_nano_usd, spent_nano_usd)
	select b.id, p_window.id, t.percent, b.limit_nano_usd, p_window.spent_nano_usd
	from budget b cross join lateral (select distinct unnest(array[50, 80, 100] || b.thresholds) as percent) t
	where b.id = p_window.budget_id and b.ended_at is null and p_window.spent_nano_usd > 0
		and p_window.spent_nano_usd::numeric * 100 >= b.limit_nano_usd::numeric * t.percent
	order by t.percent
	on conflict do nothing
$$;
--> statement-breakpoint
create function window_spent() returns trigger language plpgsql as $$
begin
	perform record_crossings(new);
	return null;
end $$;
--> statement-breakpoint
create trigger budget_window_spent after update of spent_nano_usd on budget_window for each row
	when (new.spent_nano_usd > old.spent_nano_usd) execute function window_spent();
--> statement-breakpoint
create function complete_budget() returns trigger language plpgsql as $$
begin
	new.organisation_id := coalesce(new.organisation_id,
		(select organisation_id from api_key where new.scope = 'key' and id = new.scope_id),
		(select organisation_id from project where new.scope = 'project' and id = new.scope_id),
		new.scope_id);
	new.updated_at := clock_timestamp();
	return new;
end $$;
--> statement-breakpoint
create trigger budget_complete before insert or update on budget for each row execute function complete_budget();
--> statement-breakpoint
-- What must follow a change of a budget, whoever makes it. One that is new counts what its scope has spent and reserved
-- already. One that allows less than before is in force for what holders have at hand once they have answered the recall:
-- from then on nobody has credit of before the change but for calls that it was held for already.
create function budget_changed() returns trigger language plpgsql as $$
declare w budget_window; made boolean; tightened boolean;
begin
	-- No grant by the old limit is half done behind this lock.
	perform 1 from account where organisation_id = new.organisation_id for update;
	made := new.ended_at is null and (tg_op = 'INSERT' or old.ended_at is not null);
	tightened := made or new.limit_nano_usd < old.limit_nano_usd or (old.soft and not new.soft);
	if made and new.scope in ('organisation', 'project', 'member', 'key') then
		perform cover_allowances(new.organisation_id);
		perform carry_spending(new);
	end if;
	if new.ended_at is not null then return null; end if;
	w := open_window(new.id, new.reset, clock_timestamp());
	perform record_crossings(w);
	if tightened and not new.soft and w.reserved_nano_usd > 0 then
		perform request_recall(id) from account where organisation_id = new.organisation_id;
	end if;
	return null;
end $$;
--> statement-breakpoint
create trigger budget_changed after insert or update on budget for each row execute function budget_changed();
--> statement-breakpoint
create function key_moved() returns trigger language plpgsql as $$
begin
	if cover_allowances(new.organisation_id) then perform request_recall(new.account_id); end if;
	return null;
end $$;
--> statement-breakpoint
create trigger api_key_moved after update of project_id, member_id on api_key for each row
	when (new.project_id is distinct from old.project_id or new.member_id is distinct from old.member_id)
	execute function key_moved();
