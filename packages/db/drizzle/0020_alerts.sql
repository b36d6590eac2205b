CREATE TABLE "alert" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "alert_dedupe" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "alert_delivery" (
	"alert_id" text NOT NULL,
	"webhook_id" text NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_trouble" text,
	"delivered_at" timestamp (3) with time zone,
	"given_up_at" timestamp (3) with time zone,
	CONSTRAINT "alert_delivery_alert_id_webhook_id_pk" PRIMARY KEY("alert_id","webhook_id")
);
--> statement-breakpoint
CREATE TABLE "alert_settings" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"mail" boolean DEFAULT true NOT NULL,
	"low_balance_nano_usd" bigint,
	"low_since" timestamp (3) with time zone,
	"low_times" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_webhook" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"url" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"previous_sealed" "bytea",
	"previous_until" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"disabled_at" timestamp (3) with time zone,
	"disabled_reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "alert_webhook_previous_whole" CHECK (("alert_webhook"."previous_sealed" is null) = ("alert_webhook"."previous_until" is null))
);
--> statement-breakpoint
ALTER TABLE "usage_event" ADD COLUMN "request_sha256" "bytea";--> statement-breakpoint
ALTER TABLE "alert" ADD CONSTRAINT "alert_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_alert_id_alert_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alert"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_webhook_id_alert_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."alert_webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_settings" ADD CONSTRAINT "alert_settings_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_webhook" ADD CONSTRAINT "alert_webhook_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_organisation" ON "alert" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "alert_delivery_webhook" ON "alert_delivery" USING btree ("webhook_id");--> statement-breakpoint
CREATE INDEX "alert_delivery_due" ON "alert_delivery" USING btree ("due_at") WHERE "alert_delivery"."delivered_at" is null and "alert_delivery"."given_up_at" is null;--> statement-breakpoint
CREATE INDEX "alert_webhook_organisation" ON "alert_webhook" USING btree ("organisation_id");
--> statement-breakpoint
-- Alerts begin now: what was crossed before there were any is told to nobody.
update budget_crossing set announced_at = clock_timestamp() where announced_at is null;
--> statement-breakpoint
alter table alert_settings enable row level security;
--> statement-breakpoint
create policy own on alert_settings for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on alert_settings to turnpike_app;
--> statement-breakpoint
alter table alert enable row level security;
--> statement-breakpoint
create policy own on alert for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on alert to turnpike_app;
--> statement-breakpoint
alter table alert_webhook enable row level security;
--> statement-breakpoint
create policy own on alert_webhook for select to turnpike_app using (organisation_id = (select acting_organisation()));
--> statement-breakpoint
grant select on alert_webhook to turnpike_app;
--> statement-breakpoint
alter table alert_delivery enable row level security;
--> statement-breakpoint
create policy own on alert_delivery for select to turnpike_app using (alert_id in (select id from alert));
--> statement-breakpoint
grant select on alert_delivery to turnpike_app;
