CREATE TABLE "api_key" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"label" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"pepper_version" integer NOT NULL,
	"management" boolean DEFAULT false NOT NULL,
	"limit_reset" text DEFAULT 'none' NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"disabled" boolean DEFAULT false NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"requests_per_minute" integer,
	"max_concurrent" integer,
	"allowed_models" text[],
	"allowed_providers" text[],
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"suspended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"organisation_id" text,
	"available_nano_usd" bigint DEFAULT 0 NOT NULL,
	"reserved_nano_usd" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_available_not_negative" CHECK ("account"."available_nano_usd" >= 0),
	CONSTRAINT "account_reserved_not_negative" CHECK ("account"."reserved_nano_usd" >= 0),
	CONSTRAINT "account_house_keeps_no_balance" CHECK ("account"."kind" = 'customer' or ("account"."available_nano_usd" = 0 and "account"."reserved_nano_usd" = 0))
);
--> statement-breakpoint
CREATE TABLE "allowance" (
	"id" uuid PRIMARY KEY NOT NULL,
	"holder_id" text NOT NULL,
	"account_id" text NOT NULL,
	"key_id" text NOT NULL,
	"budget_window_ids" bigint[] NOT NULL,
	"granted_nano_usd" bigint NOT NULL,
	"returned_nano_usd" bigint DEFAULT 0 NOT NULL,
	"charged_nano_usd" bigint DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "allowance_within_grant" CHECK ("allowance"."granted_nano_usd" >= "allowance"."returned_nano_usd" + "allowance"."charged_nano_usd"),
	CONSTRAINT "allowance_not_negative" CHECK ("allowance"."returned_nano_usd" >= 0 and "allowance"."charged_nano_usd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "budget" (
	"id" text PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"scope_id" text NOT NULL,
	"reset" text NOT NULL,
	"limit_nano_usd" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_limit_not_negative" CHECK ("budget"."limit_nano_usd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "budget_window" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"budget_id" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"spent_nano_usd" bigint DEFAULT 0 NOT NULL,
	"reserved_nano_usd" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "budget_window_spent_not_negative" CHECK ("budget_window"."spent_nano_usd" >= 0),
	CONSTRAINT "budget_window_reserved_not_negative" CHECK ("budget_window"."reserved_nano_usd" >= 0)
);
--> statement-breakpoint
CREATE TABLE "entry" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"transaction_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"amount_nano_usd" bigint NOT NULL,
	CONSTRAINT "entry_not_zero" CHECK ("entry"."amount_nano_usd" <> 0)
);
--> statement-breakpoint
CREATE TABLE "holder" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"instance" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'live' NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_transaction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"memo" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recall" (
	"account_id" text PRIMARY KEY NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_version" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"prices" jsonb NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_checkpoint" (
	"generation_id" uuid PRIMARY KEY NOT NULL,
	"allowance_id" uuid NOT NULL,
	"event" jsonb NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_event" (
	"generation_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"account_id" text NOT NULL,
	"project_id" text NOT NULL,
	"key_id" text NOT NULL,
	"allowance_id" uuid NOT NULL,
	"status" text NOT NULL,
	"estimated" boolean NOT NULL,
	"model" text NOT NULL,
	"provider" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"price_version_id" text NOT NULL,
	"usage" jsonb NOT NULL,
	"hold_nano_usd" bigint NOT NULL,
	"charge_nano_usd" bigint NOT NULL,
	"provider_cost_nano_usd" bigint NOT NULL,
	"format" text NOT NULL,
	"streamed" boolean NOT NULL,
	"finish_reason" text NOT NULL,
	"upstream_id" text NOT NULL,
	"admitted_at" timestamp (3) with time zone NOT NULL,
	"ttft_ms" integer NOT NULL,
	"latency_ms" integer NOT NULL,
	"attempts" jsonb NOT NULL,
	"end_user" text NOT NULL,
	"app" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"transaction_id" uuid,
	"posted_nano_usd" bigint,
	"overrun_nano_usd" bigint,
	"parked_reason" text
) PARTITION BY RANGE ("generation_id");
--> statement-breakpoint
CREATE TABLE "usage_hourly" (
	"hour" timestamp (3) with time zone NOT NULL,
	"organisation_id" text NOT NULL,
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
	CONSTRAINT "usage_hourly_organisation_id_hour_key_id_project_id_model_provider_pk" PRIMARY KEY("organisation_id","hour","key_id","project_id","model","provider")
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allowance" ADD CONSTRAINT "allowance_holder_id_holder_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allowance" ADD CONSTRAINT "allowance_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_window" ADD CONSTRAINT "budget_window_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_transaction_id_ledger_transaction_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transaction"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry" ADD CONSTRAINT "entry_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_key_organisation" ON "api_key" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "api_key_updated" ON "api_key" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "project_organisation" ON "project" USING btree ("organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_organisation" ON "account" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "allowance_unsettled" ON "allowance" USING btree ("account_id") WHERE "allowance"."state" = 'open' or "allowance"."granted_nano_usd" > "allowance"."returned_nano_usd" + "allowance"."charged_nano_usd";--> statement-breakpoint
CREATE INDEX "allowance_holder" ON "allowance" USING btree ("holder_id") WHERE "allowance"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "budget_scope" ON "budget" USING btree ("scope","scope_id","reset");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_window_start" ON "budget_window" USING btree ("budget_id","starts_at");--> statement-breakpoint
CREATE INDEX "entry_account" ON "entry" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "entry_transaction" ON "entry" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "holder_live" ON "holder" USING btree ("lease_until") WHERE "holder"."state" = 'live';--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transaction_source" ON "ledger_transaction" USING btree ("source");--> statement-breakpoint
CREATE INDEX "price_version_endpoint" ON "price_version" USING btree ("endpoint_id","effective_from");--> statement-breakpoint
CREATE INDEX "usage_checkpoint_allowance" ON "usage_checkpoint" USING btree ("allowance_id");--> statement-breakpoint
CREATE INDEX "usage_event_unposted" ON "usage_event" USING btree ("account_id","generation_id") WHERE "usage_event"."transaction_id" is null and "usage_event"."parked_reason" is null;--> statement-breakpoint
CREATE INDEX "usage_event_parked" ON "usage_event" USING btree ("generation_id") WHERE "usage_event"."parked_reason" is not null;--> statement-breakpoint
CREATE INDEX "usage_hourly_key" ON "usage_hourly" USING btree ("key_id","hour");