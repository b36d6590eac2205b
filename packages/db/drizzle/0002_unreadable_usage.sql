CREATE TABLE "unreadable_usage" (
	"source" text PRIMARY KEY NOT NULL,
	"payload" text NOT NULL,
	"reason" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL
);
