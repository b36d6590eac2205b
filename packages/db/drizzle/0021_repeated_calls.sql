-- A call may be asked for again while the first question still waits for its windows: who asks second looks once more when it
-- has them, or else what the first set aside would be missing for itself.
create or replace function hold_call(
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
	if exists (select 1 from call_hold where generation_id = p_generation) then return; end if;
	return query select * from call_budget_reached(windows, p_amount);
	if found then return; end if;
	perform change_call_reserve(windows, p_amount, 0);
	insert into call_hold (generation_id, allowance_id, budget_window_ids, held_nano_usd)
		values (p_generation, p_allowance, windows, p_amount);
end $$;
