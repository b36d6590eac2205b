import { byClient, byManager, type Call } from "./call.ts";
import { ALERT_CALLS } from "./calls-of-alerts.ts";
import { CREDIT_CALLS } from "./calls-of-credits.ts";
import { KEY_CALLS } from "./calls-of-keys.ts";
import { PEOPLE_CALLS } from "./calls-of-people.ts";

/** A good call of each operation whose answer is JSON. */
export const CALLS: Readonly<Record<string, Call>> = {
	createChatCompletion: byClient("/chat/completions"),
	createMessage: byClient("/messages"),
	createEmbeddings: byClient("/embeddings"),
	listModels: byClient("/models"),
	countModels: byClient("/models/count?q=gpt"),
	listModelsOfKey: byClient("/models/user"),
	listEmbeddingModels: byClient("/embeddings/models"),
	getModelByName: byClient("/models/openai%2Fgpt-4.1"),
	getModel: byClient("/models/openai/gpt-4.1"),
	getModelAsOpenRouter: byClient("/model/openai/gpt-4.1"),
	listEndpoints: byClient("/models/openai/gpt-oss-120b/endpoints"),
	listImageModels: byClient("/images/models"),
	listZdrEndpoints: byClient("/endpoints/zdr"),
	listProviders: byClient("/providers"),
	getGeneration: byClient(({ world }) => `/generation?id=${world.generationId}`),
	listGenerations: byClient("/generations"),
	getActivity: byManager("/activity?by=key,project,model,provider,day,hour"),
	queryAnalytics: byManager("/analytics/query"),
	getAnalyticsMeta: byManager("/analytics/meta"),
	getHealth: byClient("/healthz"),
	getReadiness: byClient("/readyz"),
	getJwks: byClient("/.well-known/jwks.json"),
	readOutbox: byClient("/api/outbox"),
	...ALERT_CALLS,
	...KEY_CALLS,
	...CREDIT_CALLS,
	...PEOPLE_CALLS,
};

/** Operations no client of an installation like this one may call, and where they are called instead. */
export const CALLED_ELSEWHERE: Readonly<Record<string, string>> = {
	takeStripeEvent: "only Stripe signs events: payments/stripe.test.ts",
};
