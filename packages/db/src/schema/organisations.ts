import { index, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

export const organisation = pgTable("organisation", {
	id: text("id").primaryKey(),
	name: text("name").notNull(),
	email: text("email"),
	/** Set while the organisation may not spend (a dispute, an operator's decision). */
	suspendedAt: instant("suspended_at"),
	createdAt: instant("created_at").notNull().defaultNow(),
	updatedAt: instant("updated_at").notNull().defaultNow(),
});

export const project = pgTable(
	"project",
	{
		id: text("id").primaryKey(),
		organisationId: text("organisation_id")
			.notNull()
			.references(() => organisation.id),
		name: text("name").notNull(),
		/** Set when it was deleted: its usage still names it. */
		archivedAt: instant("archived_at"),
		createdAt: instant("created_at").notNull().defaultNow(),
	},
	(table) => [index("project_organisation").on(table.organisationId)],
);
