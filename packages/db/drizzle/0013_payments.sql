CREATE TABLE "auto_topup" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"enabled" boolean NOT NULL,
	"threshold_nano_usd" bigint NOT NULL,
	"amount_cents" bigint NOT NULL,
	"monthly_max_cents" bigint NOT NULL,
	"declines" integer DEFAULT 0 NOT NULL,
	"off_reason" text DEFAULT '' NOT NULL,
	"paused_until" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_cursor" (
	"name" text PRIMARY KEY NOT NULL,
	"read_until" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_customer" (
	"organisation_id" text NOT NULL,
	"provider" text NOT NULL,
	"customer_id" text NOT NULL,
	"card_id" text,
	"card_label" text,
	"updated_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "payment_customer_organisation_id_provider_pk" PRIMARY KEY("organisation_id","provider")
);
--> statement-breakpoint
CREATE TABLE "payment_event" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"type" text NOT NULL,
	"checkout_id" text,
	"payment_id" text,
	"payload" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"applied_at" timestamp (3) with time zone,
	"outcome" text DEFAULT '' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"parked_reason" text
);
--> statement-breakpoint
CREATE TABLE "payment_movement" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"payment_id" text,
	"kind" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"fee_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "purchase" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"provider" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"credit_cents" bigint NOT NULL,
	"fee_cents" bigint NOT NULL,
	"received_cents" bigint DEFAULT 0 NOT NULL,
	"refunded_cents" bigint DEFAULT 0 NOT NULL,
	"disputed_cents" bigint DEFAULT 0 NOT NULL,
	"repaid_nano_usd" bigint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"checkout_id" text,
	"checkout_url" text,
	"checkout_expires_at" timestamp (3) with time zone,
	"payment_id" text,
	"save_card" boolean DEFAULT false NOT NULL,
	"receipt_url" text,
	"invoice_url" text,
	"invoice_pdf" text,
	"failure" text DEFAULT '' NOT NULL,
	"parked_reason" text,
	"idempotency_key" text,
	"fingerprint" text DEFAULT '' NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "purchase_cents_not_negative" CHECK ("purchase"."credit_cents" > 0 and "purchase"."fee_cents" >= 0),
	CONSTRAINT "purchase_moved_not_negative" CHECK ("purchase"."received_cents" >= 0 and "purchase"."refunded_cents" >= 0 and "purchase"."disputed_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "purchase_booking" (
	"transaction_id" uuid PRIMARY KEY NOT NULL,
	"purchase_id" text NOT NULL,
	"kind" text NOT NULL,
	"credit_cents" bigint NOT NULL,
	"fee_cents" bigint NOT NULL,
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reconciliation" (
	"id" text PRIMARY KEY NOT NULL,
	"day" text,
	"made_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"clean" boolean NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refund" (
	"id" text PRIMARY KEY NOT NULL,
	"purchase_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"state" text DEFAULT 'requested' NOT NULL,
	"failure" text DEFAULT '' NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "refund_more_than_nothing" CHECK ("refund"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "sandbox_payment" (
	"id" text PRIMARY KEY NOT NULL,
	"checkout_id" text,
	"purchase_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"credit_cents" bigint NOT NULL,
	"fee_cents" bigint NOT NULL,
	"state" text NOT NULL,
	"failure" text DEFAULT '' NOT NULL,
	"save_card" boolean NOT NULL,
	"card_id" text,
	"success_url" text,
	"cancel_url" text,
	"refunds" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"settles_at" timestamp (3) with time zone,
	"succeeded_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "spending_freeze" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"purchase_id" text,
	"opened_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text
);
--> statement-breakpoint
ALTER TABLE "auto_topup" ADD CONSTRAINT "auto_topup_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auto_topup" ADD CONSTRAINT "auto_topup_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_customer" ADD CONSTRAINT "payment_customer_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase" ADD CONSTRAINT "purchase_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase" ADD CONSTRAINT "purchase_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_booking" ADD CONSTRAINT "purchase_booking_transaction_id_ledger_transaction_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transaction"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_booking" ADD CONSTRAINT "purchase_booking_purchase_id_purchase_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "public"."purchase"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_purchase_id_purchase_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "public"."purchase"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_freeze" ADD CONSTRAINT "spending_freeze_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_freeze" ADD CONSTRAINT "spending_freeze_purchase_id_purchase_id_fk" FOREIGN KEY ("purchase_id") REFERENCES "public"."purchase"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "auto_topup_enabled" ON "auto_topup" USING btree ("account_id") WHERE "auto_topup"."enabled";--> statement-breakpoint
CREATE UNIQUE INDEX "payment_customer_id" ON "payment_customer" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "payment_event_due" ON "payment_event" USING btree ("due_at") WHERE "payment_event"."applied_at" is null and "payment_event"."parked_reason" is null;--> statement-breakpoint
CREATE INDEX "payment_event_parked" ON "payment_event" USING btree ("id") WHERE "payment_event"."parked_reason" is not null;--> statement-breakpoint
CREATE INDEX "payment_movement_payment" ON "payment_movement" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "payment_movement_at" ON "payment_movement" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "purchase_payment" ON "purchase" USING btree ("payment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchase_checkout" ON "purchase" USING btree ("checkout_id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchase_idempotency" ON "purchase" USING btree ("organisation_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "purchase_one_open_topup" ON "purchase" USING btree ("account_id") WHERE "purchase"."kind" = 'auto_topup' and "purchase"."state" in ('open', 'processing');--> statement-breakpoint
CREATE INDEX "purchase_organisation" ON "purchase" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "purchase_due" ON "purchase" USING btree ("due_at") WHERE "purchase"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "purchase_parked" ON "purchase" USING btree ("id") WHERE "purchase"."parked_reason" is not null;--> statement-breakpoint
CREATE INDEX "purchase_booking_purchase" ON "purchase_booking" USING btree ("purchase_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_day" ON "reconciliation" USING btree ("day");--> statement-breakpoint
CREATE INDEX "reconciliation_made" ON "reconciliation" USING btree ("made_at");--> statement-breakpoint
CREATE INDEX "refund_purchase" ON "refund" USING btree ("purchase_id");--> statement-breakpoint
CREATE INDEX "refund_requested" ON "refund" USING btree ("due_at") WHERE "refund"."state" = 'requested';--> statement-breakpoint
CREATE UNIQUE INDEX "sandbox_payment_checkout" ON "sandbox_payment" USING btree ("checkout_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sandbox_payment_purchase" ON "sandbox_payment" USING btree ("purchase_id");--> statement-breakpoint
CREATE INDEX "spending_freeze_open" ON "spending_freeze" USING btree ("organisation_id") WHERE "spending_freeze"."closed_at" is null;--> statement-breakpoint
-- What was suspended before is an operator's word.
insert into spending_freeze (id, organisation_id, opened_at)
	select 'operator:' || id, id, suspended_at from organisation where suspended_at is not null;
--> statement-breakpoint
create trigger purchase_booking_append_only before update or delete on purchase_booking for each row execute function refuse_change();
--> statement-breakpoint
alter table purchase enable row level security;
--> statement-breakpoint
create policy own on purchase for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on purchase to turnpike_app;
--> statement-breakpoint
alter table refund enable row level security;
--> statement-breakpoint
create policy own on refund for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on refund to turnpike_app;
--> statement-breakpoint
alter table auto_topup enable row level security;
--> statement-breakpoint
create policy own on auto_topup for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on auto_topup to turnpike_app;
--> statement-breakpoint
alter table spending_freeze enable row level security;
--> statement-breakpoint
create policy own on spending_freeze for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on spending_freeze to turnpike_app;
--> statement-breakpoint
alter table payment_customer enable row level security;
--> statement-breakpoint
create policy own on payment_customer for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on payment_customer to turnpike_app;
--> statement-breakpoint
alter table purchase_booking enable row level security;
--> statement-breakpoint
create policy own on purchase_booking for select to turnpike_app
	using (exists (select 1 from purchase where purchase.id = purchase_id));
--> statement-breakpoint
grant select on purchase_booking to turnpike_app;
--> statement-breakpoint
alter table promotion enable row level security;
--> statement-breakpoint
create policy own on promotion for select to turnpike_app using (account_id in (select id from account));
--> statement-breakpoint
grant select on promotion to turnpike_app;
--> statement-breakpoint
-- The house's alone.
alter table payment_event enable row level security;
--> statement-breakpoint
alter table payment_movement enable row level security;
--> statement-breakpoint
alter table payment_cursor enable row level security;
--> statement-breakpoint
alter table reconciliation enable row level security;
--> statement-breakpoint
alter table sandbox_payment enable row level security;
