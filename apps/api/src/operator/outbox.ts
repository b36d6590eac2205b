import type { OutboxMail } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";

/** Mails that nobody delivers, for whoever develops: they hold links that let people in. */
export interface Outbox {
	list(limit: number, to: string | undefined): Promise<readonly OutboxMail[]>;
}

const MOST = 200;

/** `GET /api/outbox[?to=]`: there only outside production, where no mail server is configured. */
export function outboxRoute({ outbox }: { readonly outbox: Outbox | undefined }) {
	return async (c: Context) => {
		if (!outbox) throw new TurnpikeError("not_found", `There is nothing at ${c.req.path}.`);
		const mails = await outbox.list(MOST, c.req.query("to"));
		c.header("cache-control", "no-store");
		return c.json({
			data: mails.map(({ createdAt, ...mail }) => ({ ...mail, created_at: new Date(createdAt).toISOString() })),
		});
	};
}
