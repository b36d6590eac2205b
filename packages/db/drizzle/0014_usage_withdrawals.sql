CREATE TABLE "usage_withdrawal" (
	"generation_id" uuid PRIMARY KEY NOT NULL,
	"event" jsonb,
	"requested_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "usage_withdrawal_pending" ON "usage_withdrawal" USING btree ("requested_at") WHERE "usage_withdrawal"."done_at" is null;