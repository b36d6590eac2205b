export { inputTokensBound } from "./bounds/input-tokens-bound.ts";
export { outputTokensBound } from "./bounds/output-tokens-bound.ts";
export { environmentVariableOf } from "./explain/exclusion-message.ts";
export { explainNoRoute } from "./explain/explain-no-route.ts";
export { type CandidateExplanation, explainPlan } from "./explain/explain-plan.ts";
export { isModelAllowed } from "./filter/is-model-allowed.ts";
export { plan } from "./plan.ts";
export type { PlanRequest, RoutingRights, RoutingWorld } from "./plan-request.ts";
export { type Attempt, EXCLUSION_REASONS, type Exclusion, type ExclusionReason, type Plan } from "./plan-types.ts";
