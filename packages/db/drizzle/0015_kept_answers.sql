CREATE TABLE "answer_claim" (
	"key_id" text NOT NULL,
	"name" text NOT NULL,
	"fingerprint" text NOT NULL,
	"generation_id" uuid NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_claim_key_id_name_pk" PRIMARY KEY("key_id","name")
);
--> statement-breakpoint
CREATE TABLE "kept_answer" (
	"generation_id" uuid PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL
) PARTITION BY RANGE ("generation_id");
--> statement-breakpoint
CREATE INDEX "answer_claim_running" ON "answer_claim" USING btree ("generation_id") WHERE "answer_claim"."state" = 'running';--> statement-breakpoint
CREATE INDEX "answer_claim_expiry" ON "answer_claim" USING btree ("expires_at");
--> statement-breakpoint
-- Claims a call, or says what is known of it. A claim whose lease has run out was lost with its process: it is taken over,
-- and its generation is withdrawn, whether its usage is recorded already or comes later.
create function claim_answer(
	p_key text, p_name text, p_fingerprint text, p_generation uuid, p_lease_ms bigint, p_kept_ms bigint
) returns table (kind text, generation uuid, sealed bytea) language plpgsql as $$
#variable_conflict use_column
declare c answer_claim; at timestamptz;
begin
	loop
		at := clock_timestamp();
		insert into answer_claim (key_id, name, fingerprint, generation_id, lease_until, expires_at)
			values (p_key, p_name, p_fingerprint, p_generation, at + p_lease_ms * interval '1 ms', at + p_kept_ms * interval '1 ms')
			on conflict (key_id, name) do nothing;
		if found then kind := 'ours'; return next; return; end if;
		select * into c from answer_claim where key_id = p_key and name = p_name for update;
		-- Released or cleared in between: it may be claimed after all.
		exit when found;
	end loop;
	at := clock_timestamp();
	if c.state = 'running' and c.generation_id = p_generation then kind := 'ours'; return next; return; end if;
	if c.state = 'answered' then select k.sealed into sealed from kept_answer k where k.generation_id = c.generation_id; end if;
	if (c.state = 'running' and c.lease_until <= at) or (c.state <> 'running' and c.expires_at <= at)
		or (c.state = 'answered' and sealed is null)
	then
		if c.state = 'running' then
			insert into usage_withdrawal (generation_id) values (c.generation_id) on conflict (generation_id) do nothing;
		end if;
		update answer_claim set fingerprint = p_fingerprint, generation_id = p_generation, state = 'running',
			lease_until = at + p_lease_ms * interval '1 ms', expires_at = at + p_kept_ms * interval '1 ms'
			where key_id = p_key and name = p_name;
		kind := 'ours'; sealed := null; return next; return;
	end if;
	generation := c.generation_id;
	kind := case when c.fingerprint <> p_fingerprint then 'other_call' else c.state end;
	return next;
end $$;
--> statement-breakpoint
-- One partition a day, of today and the days to come; those a day over are dropped whole. It does not wait for long: there
-- are partitions for a week, and an old one can be dropped as well tomorrow.
create function ensure_answer_partitions(p_days integer) returns void language plpgsql as $$
declare day_start timestamp := date_trunc('day', now() at time zone 'UTC'); partition_name text; old record;
begin
	perform pg_advisory_xact_lock(7465003);
	perform set_config('lock_timeout', '2s', true);
	for i in -1 .. p_days loop
		partition_name := 'kept_answer_' || to_char(day_start + i * interval '1 day', 'YYYYMMDD');
		begin
			if to_regclass(partition_name) is null then
				execute format('create table %I partition of kept_answer for values from (%L) to (%L)', partition_name,
					uuid_at((day_start + i * interval '1 day') at time zone 'UTC'),
					uuid_at((day_start + (i + 1) * interval '1 day') at time zone 'UTC'));
			end if;
		exception when lock_not_available then
			raise warning 'partition % was not made: kept answers are busy', partition_name;
		end;
	end loop;
	for old in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
		where i.inhparent = 'kept_answer'::regclass and c.relname < 'kept_answer_' || to_char(day_start - interval '1 day', 'YYYYMMDD')
	loop
		begin
			execute format('drop table %I', old.relname);
		exception when lock_not_available then
			raise warning 'partition % was not dropped: kept answers are busy', old.relname;
		end;
	end loop;
end $$;
--> statement-breakpoint
select ensure_answer_partitions(7);
