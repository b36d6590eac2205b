import { quickstart as prepare } from "../../quickstart.ts";
import { defineVerb } from "../verb.ts";

export const quickstart = defineVerb({
	name: "quickstart",
	summary: "Makes or finds a development organisation with sandbox credit and a key.",
	more: "Every call gives the same key while it is good. Production refuses.",
	options: {},
	plan: () => async (operator) => {
		const start = await prepare(operator.config(), await operator.book());
		return {
			json: start,
			text: [
				`Organisation  ${start.org} (sandbox credit)`,
				`Key           ${start.key}`,
				`Base URL      ${start.base_url}`,
				"",
				"While the server runs:",
				`  ${start.curl}`,
			].join("\n"),
		};
	},
});
