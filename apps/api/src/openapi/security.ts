import type { Who } from "./operation.ts";

/** How a caller says who it is. */
export const SECURITY_SCHEMES = {
	key: {
		type: "http",
		scheme: "bearer",
		description:
			"An inference key, `Authorization: Bearer tp_live_…`. It calls models, and sees itself and its balance. `x-api-key` and `x-goog-api-key` do as well; two that differ are refused.",
	},
	keyHeader: {
		type: "apiKey",
		in: "header",
		name: "x-api-key",
		description: "The same key, as Anthropic's clients send it.",
	},
	managementKey: {
		type: "http",
		scheme: "bearer",
		description:
			"A management key, `Authorization: Bearer tp_mgmt_…`. It manages keys and credits and sees all usage; it calls no models.",
	},
	session: {
		type: "apiKey",
		in: "cookie",
		name: "__Host-turnpike.session_token",
		description: "A signed-in member's session, as the console has it. What a member may do depends on their role.",
	},
} as const;

type Scheme = keyof typeof SECURITY_SCHEMES;

const SCHEMES_OF: Readonly<Record<Who, readonly Scheme[]>> = {
	anybody: [],
	inference: ["key", "keyHeader"],
	key: ["key", "keyHeader", "managementKey"],
	reader: ["key", "keyHeader", "managementKey", "session"],
	manager: ["managementKey", "session"],
	member: ["session"],
};

/** Any one of these will do; none is needed where the list is empty. */
export function securityOf(who: Who): readonly Readonly<Record<string, readonly []>>[] {
	return SCHEMES_OF[who].map((scheme) => ({ [scheme]: [] }));
}
