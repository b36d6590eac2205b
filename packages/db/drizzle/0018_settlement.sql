CREATE TABLE "usage_dropped" (
	"partition_name" text PRIMARY KEY NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"until_at" timestamp (3) with time zone NOT NULL,
	"generations" bigint NOT NULL,
	"posted_nano_usd" bigint NOT NULL,
	"overrun_nano_usd" bigint NOT NULL,
	"provider_cost_nano_usd" bigint NOT NULL,
	"late_transaction_ids" uuid[] NOT NULL,
	"dropped_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_hourly_by" (
	"organisation_id" text NOT NULL,
	"dimension" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"value" text NOT NULL,
	"project_id" text NOT NULL,
	"key_id" text NOT NULL,
	"model" text NOT NULL,
	"provider" text NOT NULL,
	"generations" integer NOT NULL,
	"prompt_tokens" bigint NOT NULL,
	"cached_tokens" bigint NOT NULL,
	"completion_tokens" bigint NOT NULL,
	"reasoning_tokens" bigint NOT NULL,
	"charge_nano_usd" bigint NOT NULL,
	"provider_cost_nano_usd" bigint NOT NULL,
	CONSTRAINT "usage_hourly_by_organisation_id_dimension_hour_value_key_id_project_id_model_provider_pk" PRIMARY KEY("organisation_id","dimension","hour","value","key_id","project_id","model","provider")
);
--> statement-breakpoint
CREATE TABLE "usage_rollup_pending" (
	"transaction_id" uuid PRIMARY KEY NOT NULL,
	"generation_ids" uuid[] NOT NULL,
	"posted_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "posted_nano_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "unreadable_usage" ADD COLUMN "kind" text;--> statement-breakpoint
CREATE INDEX "usage_rollup_pending_posted" ON "usage_rollup_pending" USING btree ("posted_at");
--> statement-breakpoint
alter table usage_hourly_by enable row level security;
--> statement-breakpoint
create policy own on usage_hourly_by for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on usage_hourly_by to turnpike_app;
--> statement-breakpoint
alter table usage_rollup_pending enable row level security;
--> statement-breakpoint
alter table usage_dropped enable row level security;
--> statement-breakpoint
update account a set posted_nano_usd = e.posted from (
		select e.account_id, -sum(e.amount_nano_usd) as posted from entry e join ledger_transaction t on t.id = e.transaction_id
		where t.kind = 'usage' group by 1
	) e where e.account_id = a.id and a.kind = 'customer';
--> statement-breakpoint
insert into usage_rollup_pending (transaction_id, generation_ids)
	select transaction_id, array_agg(generation_id) from usage_event where transaction_id is not null group by 1;
--> statement-breakpoint
update unreadable_usage set kind = 'lost' where source like 'checkpoint:%';
--> statement-breakpoint
-- Adds postings to their hours by member, end user, app and tag, the oldest first: each of them once, whoever does it, as
-- what is pending and what is rolled up change together. p_input and p_output: the usage classes that make prompt and
-- completion tokens. Answers how many generations were added.
create function roll_up_pending(p_most integer, p_input text[], p_output text[]) returns integer language plpgsql as $$
declare ids uuid[];
begin
	with taken as (
		delete from usage_rollup_pending where transaction_id in (
			select transaction_id from usage_rollup_pending order by posted_at limit p_most for update skip locked)
		returning generation_ids
	) select array_agg(id order by id) into ids from taken cross join unnest(generation_ids) as id;
	if ids is null then return 0; end if;
	insert into usage_hourly_by as u (organisation_id, dimension, hour, value, project_id, key_id, model, provider, generations,
			prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, charge_nano_usd, provider_cost_nano_usd)
	select g.organisation_id, d.dimension, date_trunc('hour', g.admitted_at, 'UTC'), d.value, g.project_id, g.key_id, g.model,
		g.provider, count(*), sum(g.prompt), sum(g.cached), sum(g.completion), sum(g.reasoning), sum(g.posted_nano_usd),
		sum(g.provider_cost_nano_usd)
	from (
		select e.*, coalesce((e.usage ->> 'cache_read')::bigint, 0) as cached, coalesce((e.usage ->> 'reasoning')::bigint, 0) as reasoning,
			(select coalesce(sum((e.usage ->> class)::bigint), 0) from unnest(p_input) as class) as prompt,
			(select coalesce(sum((e.usage ->> class)::bigint), 0) from unnest(p_output) as class) as completion
		from usage_event e
		-- The bounds say which months to look into.
		where e.generation_id between ids[1] and ids[cardinality(ids)] and e.generation_id = any (ids)
	) g cross join lateral (
		select 'member' as dimension, coalesce(g.member_id, '') as value
		union all select 'end_user', g.end_user
		union all select 'app', g.app
		union all select 'tag', tag from unnest(coalesce(g.tags, array[''])) as tag
	) d
	group by 1, 2, 3, 4, 5, 6, 7, 8
	order by 1, 2, 3, 4, 6, 5, 7, 8
	on conflict (organisation_id, dimension, hour, value, key_id, project_id, model, provider) do update set
		generations = u.generations + excluded.generations,
		prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
		cached_tokens = u.cached_tokens + excluded.cached_tokens,
		completion_tokens = u.completion_tokens + excluded.completion_tokens,
		reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
		charge_nano_usd = u.charge_nano_usd + excluded.charge_nano_usd,
		provider_cost_nano_usd = u.provider_cost_nano_usd + excluded.provider_cost_nano_usd;
	return cardinality(ids);
end $$;
--> statement-breakpoint
-- As before; of an end user or a tag, as far as it is rolled up.
create or replace function spent_since(p_budget budget, p_since timestamptz) returns bigint language sql stable as $$
	select case when p_budget.scope in ('end_user', 'tag') then (
		select coalesce(sum(h.charge_nano_usd), 0)::bigint from usage_hourly_by h
		where h.organisation_id = p_budget.organisation_id and h.dimension = p_budget.scope and h.value = p_budget.scope_id
			and h.hour >= p_since
	) else (
		select coalesce(sum(h.charge_nano_usd), 0)::bigint from usage_hourly h
		where h.organisation_id = p_budget.organisation_id and h.hour >= p_since and case p_budget.scope
			when 'organisation' then true
			when 'project' then h.project_id = p_budget.scope_id
			when 'key' then h.key_id = p_budget.scope_id
			when 'member' then h.key_id in (select id from api_key where member_id = p_budget.scope_id)
			else false end
	) end
$$;
--> statement-breakpoint
-- As before; budgets of end users and tags count their window, too.
create or replace function budget_changed() returns trigger language plpgsql security definer set search_path from current as $$
declare w budget_window; made boolean; tightened boolean; of_grants boolean;
begin
	-- No grant by the old limit is half done behind this lock.
	perform 1 from account where organisation_id = new.organisation_id for update;
	of_grants := new.scope in ('organisation', 'project', 'member', 'key');
	made := new.ended_at is null and (tg_op = 'INSERT' or old.ended_at is not null);
	tightened := made or new.limit_nano_usd < old.limit_nano_usd or (old.soft and not new.soft);
	if made and of_grants then perform cover_allowances(new.organisation_id); end if;
	if made then perform carry_spending(new); end if;
	if new.ended_at is not null then return null; end if;
	w := open_window(new.id, new.reset, clock_timestamp());
	perform record_crossings(w);
	if tightened and of_grants and not new.soft and w.reserved_nano_usd > 0 then
		perform request_recall(id) from account where organisation_id = new.organisation_id;
	end if;
	return null;
end $$;
--> statement-breakpoint
-- What was posted until then is in `usage_hourly_by`, as the caller's snapshot sees both.
create function fine_rollups_as_of() returns timestamptz language sql stable security definer set search_path from current as $$
	select least(now(), (select min(posted_at) from usage_rollup_pending))
$$;
