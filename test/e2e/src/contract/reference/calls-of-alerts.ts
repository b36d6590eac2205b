import { type At, byOwner, type Call } from "./call.ts";

const newWebhook = async ({ world, root }: At) => {
	const body = { url: "https://hooks.example.com/passing" };
	const answer = await world.owner.browser.send(`${root}/alerts/webhooks`, { method: "POST", body });
	return `/alerts/webhooks/${answer.body.data?.id}`;
};

export const ALERT_CALLS: Readonly<Record<string, Call>> = {
	getAlerts: byOwner("/alerts"),
	setAlerts: byOwner("/alerts"),
	createWebhook: byOwner("/alerts/webhooks"),
	changeWebhook: byOwner(newWebhook),
	deleteWebhook: byOwner(newWebhook),
	rotateWebhookSecret: byOwner(async (at) => `${await newWebhook(at)}/rotate`),
	testWebhook: byOwner(async (at) => `${await newWebhook(at)}/test`),
};
