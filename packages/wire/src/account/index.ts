export {
	ACTIVITY_GROUPS,
	type ActivityAnswer,
	type ActivityGroup,
	type ActivityQueryFields,
	activityAnswer,
	activityQuery,
} from "./activity.ts";
export {
	type AlertsAnswer,
	alertsAnswer,
	alertsObject,
	alertsRequest,
	changeWebhookRequest,
	type WebhookObject,
	type WebhookSecretAnswer,
	webhookAnswer,
	webhookObject,
	webhookPath,
	webhookRequest,
	webhookSecretAnswer,
	webhookTestAnswer,
} from "./alerts.ts";
export {
	type AnalyticsAnswer,
	type AnalyticsMeta,
	type AnalyticsRequest,
	analyticsAnswer,
	analyticsForm,
	analyticsMeta,
	analyticsRequest,
} from "./analytics.ts";
export {
	ANALYTICS_DIMENSIONS,
	ANALYTICS_METRICS,
	type AnalyticsDimension,
	type AnalyticsMetric,
	CLASS_METRICS,
	DIMENSION_ALIASES,
	type DimensionName,
	type DisplayFormat,
	dimensionOf,
	GRANULARITIES,
	type Granularity,
} from "./analytics-names.ts";
export {
	BUDGET_RESETS,
	BUDGET_SCOPES,
	type BudgetAnswer,
	type BudgetList,
	type BudgetListQuery,
	type BudgetObject,
	type BudgetRequest,
	type BudgetReset,
	budgetAnswer,
	budgetList,
	budgetListQuery,
	budgetPath,
	budgetRequest,
	COMMON_THRESHOLDS,
} from "./budgets.ts";
export { type CreditsAnswer, creditsAnswer } from "./credits.ts";
export {
	type GenerationAnswer,
	type GenerationRecordObject,
	generationAnswer,
	generationQuery,
	generationRecord,
} from "./generation.ts";
export {
	type GenerationList,
	type GenerationListQuery,
	type GenerationSummary,
	generationList,
	generationListQuery,
	generationSummary,
} from "./generation-list.ts";
export { keyAnswer } from "./key.ts";
export {
	type ChangeKeyRequest,
	type CreateKeyRequest,
	changeKeyRequest,
	createdKeyAnswer,
	createKeyRequest,
	deletedAnswer,
	keyListQuery,
	type OwnedKey,
	ownedKey,
	ownedKeyAnswer,
	ownedKeyList,
} from "./keys.ts";
export {
	type ActObject,
	type AuditLogAnswer,
	auditLogAnswer,
	auditLogQuery,
	changeMemberRequest,
	type InvitationObject,
	invitationAnswer,
	invitationListAnswer,
	invitationRequest,
	invitationToken,
	type MemberObject,
	memberAnswer,
	memberListAnswer,
	organizationAnswer,
	organizationRequest,
	type ReceivedInvitation,
	receivedInvitationAnswer,
	settledInvitationAnswer,
} from "./organization.ts";
export { type ProjectObject, projectAnswer, projectListAnswer, projectRequest } from "./projects.ts";
export {
	type AutoTopUpAnswer,
	type AutoTopUpObject,
	type AutoTopUpRequest,
	autoTopUpAnswer,
	autoTopUpRequest,
	type CheckoutRequest,
	checkoutRequest,
	type PurchaseAnswer,
	type PurchaseList,
	type PurchaseObject,
	type PurchaseStatus,
	purchaseAnswer,
	purchaseList,
	purchaseListQuery,
} from "./purchases.ts";
export { readObject } from "./read-object.ts";
export { readQuery } from "./read-query.ts";
export { type ReceiptClaims, receiptClaims } from "./receipt.ts";
export {
	installationAnswer,
	type SessionAnswer,
	sessionAnswer,
	sessionQuery,
	switchAnswer,
	switchRequest,
} from "./session.ts";
