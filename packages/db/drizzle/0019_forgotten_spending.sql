-- A Redis that went on without its last writes has forgotten holds whose usage is posted: it says that less was spent of an
-- allowance than was, and gives back what is not there. What is there goes back, so that the allowance can end.
create or replace function give_back_allowance(p_allowance uuid, p_returned_in_all bigint) returns void language plpgsql as $$
declare a allowance := lock_allowance(p_allowance); amount bigint;
begin
	amount := least(p_returned_in_all, a.granted_nano_usd - a.charged_nano_usd) - a.returned_nano_usd;
	if a.state = 'open' and amount > 0 then perform return_credit(a, amount); end if;
end $$;
--> statement-breakpoint
-- Everything but what was spent goes back; what was spent stays reserved until it is posted.
create or replace function close_allowance(p_allowance uuid, p_spent bigint) returns void language plpgsql as $$
declare a allowance := lock_allowance(p_allowance); amount bigint;
begin
	if a.state is distinct from 'open' then return; end if;
	amount := a.granted_nano_usd - a.returned_nano_usd - greatest(p_spent, a.charged_nano_usd);
	if amount > 0 then perform return_credit(a, amount); end if;
	update allowance set state = 'closed', closed_at = clock_timestamp() where id = p_allowance;
end $$;
