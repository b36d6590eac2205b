CREATE TABLE "promotion" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"amount_nano_usd" bigint NOT NULL,
	"left_nano_usd" bigint NOT NULL,
	"expired_nano_usd" bigint DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "promotion_within_amount" CHECK ("promotion"."left_nano_usd" >= 0 and "promotion"."expired_nano_usd" >= 0 and "promotion"."left_nano_usd" + "promotion"."expired_nano_usd" <= "promotion"."amount_nano_usd")
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "debt_nano_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "promotional_nano_usd" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "promotion_account" ON "promotion" USING btree ("account_id") WHERE "promotion"."left_nano_usd" > 0;--> statement-breakpoint
CREATE INDEX "promotion_due" ON "promotion" USING btree ("expires_at") WHERE "promotion"."left_nano_usd" > 0;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_owes_or_has" CHECK ("account"."debt_nano_usd" >= 0 and ("account"."debt_nano_usd" = 0 or "account"."available_nano_usd" = 0));--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_promotional_within_balance" CHECK ("account"."promotional_nano_usd" >= 0 and "account"."promotional_nano_usd" <= "account"."available_nano_usd" + "account"."reserved_nano_usd");--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_only_customers_owe" CHECK ("account"."kind" = 'customer' or ("account"."debt_nano_usd" = 0 and "account"."promotional_nano_usd" = 0));--> statement-breakpoint
-- What the platform asks for a purchase, apart from the credit.
insert into account (id, kind) values ('house:platform_fees', 'house');
--> statement-breakpoint
-- Gifts so far: spent first, so what is left of them is what usage has not used up. They do not end.
update account a set promotional_nano_usd = greatest(0, least(a.available_nano_usd + a.reserved_nano_usd, g.given - g.used))
	from (select e.account_id,
			coalesce(sum(e.amount_nano_usd) filter (where t.kind <> 'usage' and exists (
				select 1 from entry o where o.transaction_id = t.id and o.account_id = 'house:promotions')), 0)::bigint as given,
			coalesce(-sum(e.amount_nano_usd) filter (where t.kind = 'usage'), 0)::bigint as used
		from entry e join ledger_transaction t on t.id = e.transaction_id group by e.account_id) g
	where g.account_id = a.id and a.kind = 'customer';
--> statement-breakpoint
-- A new UUIDv7.
create function new_uuid() returns uuid language sql volatile as $$
	select (substr(u.at, 1, 14) || '7' || substr(u.random, 16))::uuid
	from (select uuid_at(clock_timestamp())::text as at, gen_random_uuid()::text as random) u
$$;
--> statement-breakpoint
insert into promotion (id, account_id, amount_nano_usd, left_nano_usd)
	select new_uuid(), id, promotional_nano_usd, promotional_nano_usd from account where promotional_nano_usd > 0;
--> statement-breakpoint
-- Moves part of an allowance's unspent credit back to available; a debt is repaid out of it first (`comeBack` of the
-- ledger).
create or replace function return_credit(p_allowance allowance, p_amount bigint) returns void language plpgsql as $$
declare repaid bigint; repayment uuid;
begin
	select least(debt_nano_usd, p_amount) into repaid from account where id = p_allowance.account_id;
	update account set reserved_nano_usd = reserved_nano_usd - p_amount,
			available_nano_usd = available_nano_usd + p_amount - repaid,
			debt_nano_usd = debt_nano_usd - repaid,
			promotional_nano_usd = least(promotional_nano_usd, available_nano_usd + reserved_nano_usd - repaid)
		where id = p_allowance.account_id;
	update budget_window set reserved_nano_usd = reserved_nano_usd - p_amount where id = any (p_allowance.budget_window_ids);
	update allowance set returned_nano_usd = returned_nano_usd + p_amount where id = p_allowance.id;
	if repaid > 0 then
		repayment := new_uuid();
		insert into ledger_transaction (id, kind, source) values (repayment, 'repayment', 'repayment:' || repayment);
		insert into entry (transaction_id, account_id, amount_nano_usd)
			values (repayment, p_allowance.account_id, -repaid), (repayment, 'debt:' || p_allowance.account_id, repaid);
	end if;
end $$;
