ALTER TABLE "usage_event" ADD COLUMN "member_id" text;--> statement-breakpoint
ALTER TABLE "usage_event" ADD COLUMN "tags" text[];