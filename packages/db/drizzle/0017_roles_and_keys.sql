-- Whoever made the role may be allowed to give it away without being allowed to take it on (Postgres 16 and newer).
do $$
declare may_act boolean;
begin
	if current_setting('server_version_num')::integer >= 160000 then
		execute 'select pg_has_role(current_user, ''turnpike_app'', ''SET'')' into may_act;
	else
		may_act := pg_has_role(current_user, 'turnpike_app', 'member');
	end if;
	if not may_act then
		execute format('grant turnpike_app to %I', current_user);
	end if;
exception when insufficient_privilege then
	raise exception '% may not act as turnpike_app', current_user
		using hint = 'Have an administrator run: grant turnpike_app to ' || quote_ident(current_user);
end $$;
--> statement-breakpoint
-- A key is held by its member: what their role no longer lets them make, no key they kept does in their place.
create function limit_keys_to_role() returns trigger language plpgsql security definer set search_path from current as $$
begin
	update api_key set disabled = true, updated_at = clock_timestamp()
		where organisation_id = new.organisation_id and member_id = new.id and revoked_at is null and not disabled
			and (new.role in ('billing', 'viewer') or (management and new.role not in ('owner', 'admin')));
	return null;
end $$;
--> statement-breakpoint
create trigger member_limit_keys after update of role on member for each row
	when (new.role is distinct from old.role) execute function limit_keys_to_role();
