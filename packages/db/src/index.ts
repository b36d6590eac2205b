export {
	changeKey,
	type KeyChanges,
	type KeyPage,
	listOwnKeys,
	lockKey,
	revokeLockedKey,
} from "./accounts/change-key.ts";
export { findKeyById } from "./accounts/find-key-by-id.ts";
export { findOrganisation } from "./accounts/find-organisation.ts";
export {
	createKey,
	findKey,
	insertKey,
	keysChangedSince,
	listKeys,
	listLiveKeys,
	type NewKey,
	revokeKey,
	setKeyDisabled,
	UNLIMITED_KEY,
} from "./accounts/key-store.ts";
export { type ActRecord, listActs } from "./accounts/list-acts.ts";
export { listPepperVersions } from "./accounts/list-pepper-versions.ts";
export {
	createOrganisation,
	insertOrganisation,
	listOrganisations,
	type NewOrganisation,
	type OrganisationRecord,
} from "./accounts/organisation-store.ts";
export {
	archiveProject,
	createProject,
	listProjects,
	type ProjectRecord,
	renameProject,
} from "./accounts/project-store.ts";
export { type Act, recordAct } from "./accounts/record-act.ts";
export * from "./alerts/index.ts";
export { clearAnswers, turnAnswerPartitions } from "./answers/clear-answers.ts";
export { makeKeptAnswers } from "./answers/kept-answers.ts";
export { type BudgetedName, listBudgetedNames } from "./budgets/budgeted-names.ts";
export { makeCallBudgets } from "./budgets/call-budgets.ts";
export { findBudgetHolder } from "./budgets/find-budget-holder.ts";
export { type BudgetRecord, type BudgetsQuery, findBudget, listBudgets } from "./budgets/list-budgets.ts";
export {
	type BudgetName,
	type BudgetTerms,
	endBudget,
	isRecallAnswered,
	putBudget,
	setBudget,
} from "./budgets/set-budget.ts";
export {
	readPriceVersions,
	recordPriceVersions,
	type StoredPriceVersion,
	unknownPriceVersions,
} from "./catalog-prices.ts";
export { type ConnectOptions, connect, type Database, type Queries, type Transaction } from "./connect.ts";
export { HolderLost, makeAllowanceBook } from "./ledger/allowance-book.ts";
export { type Deposit, DepositMismatch, type DepositResult, deposit } from "./ledger/deposit.ts";
export { expirePromotions } from "./ledger/expire-promotions.ts";
export {
	accountsToPost,
	type DecidePosting,
	type PostingResult,
	postAccount,
	postAroundPoison,
} from "./ledger/posting-store.ts";
export { type Balance, readBalance } from "./ledger/read-balance.ts";
export { type ReapReport, reap, reclaim } from "./ledger/reap.ts";
export { type ClaimedMail, claimMail } from "./mail/claim-mail.ts";
export { enqueueMail, type NewMail } from "./mail/enqueue-mail.ts";
export { forgetMail } from "./mail/forget-mail.ts";
export { listOutbox, type OutboxMail } from "./mail/list-outbox.ts";
export { listParkedMail, type ParkedMail, retryParkedMail } from "./mail/parked-mail.ts";
export { type MailOutcome, settleMail } from "./mail/settle-mail.ts";
export { migrate } from "./migrate.ts";
export * from "./payments/index.ts";
export { AUTH_TABLES, authDatabase } from "./people/auth-database.ts";
export { createUser, type NewUser } from "./people/create-user.ts";
export { ensureHome, type NewHome } from "./people/ensure-home.ts";
export { extendSession } from "./people/extend-session.ts";
export { findSessionById, findSessionByToken, type StoredSession } from "./people/find-session.ts";
export { findUserByEmail, type UserRecord } from "./people/find-user.ts";
export { forgetExpired } from "./people/forget-expired.ts";
export { insertMember, type NewMember } from "./people/insert-member.ts";
export {
	cancelInvitation,
	createInvitation,
	type InvitationRecord,
	listInvitations,
	lockInvitation,
	type NewInvitation,
	settleInvitation,
} from "./people/invitation-store.ts";
export {
	changeRole,
	LastOwner,
	listMembers,
	lockMember,
	type MemberRecord,
	removeMember,
} from "./people/member-store.ts";
export { type MembershipRecord, organisationsOf, switchOrganisation } from "./people/organisations-of.ts";
export type {
	AnalyticsFilter,
	AnalyticsOrder,
	AnalyticsQuery,
	AnalyticsRow,
	MetricValue,
} from "./reports/analytics/analytics-query.ts";
export { type Analytics, readAnalytics } from "./reports/analytics/read-analytics.ts";
export { sourceOf } from "./reports/analytics/source-of.ts";
export {
	type AuditScope,
	inSnapshot,
	type PostedUsage,
	postedUsage,
} from "./reports/audit.ts";
export { type BookChecks, checkBooks, mistakesIn } from "./reports/check-books.ts";
export { checkPayments, type PaymentChecks } from "./reports/check-payments.ts";
export { findGeneration, type GenerationRecord } from "./reports/find-generation.ts";
export type { GenerationRow } from "./reports/generation-row.ts";
export type { GenerationsQuery } from "./reports/generations-query.ts";
export { ReportTooLong } from "./reports/in-report.ts";
export { type DatabaseFacts, inspectDatabase } from "./reports/inspect-database.ts";
export { areTenantsApart } from "./reports/inspect-tenants.ts";
export { type GenerationPage, listGenerations } from "./reports/list-generations.ts";
export {
	type Activity,
	type ActivityQuery,
	type ActivityRow,
	readActivity,
} from "./reports/read-activity.ts";
export { type Debit, readDebit } from "./reports/read-debit.ts";
export { type KeySpend, readKeySpend, readKeySpends } from "./reports/read-key-spend.ts";
export { type Names, readNames } from "./reports/read-names.ts";
export { addSigningKey, listSigningKeys, type SigningKeyRecord } from "./signing/signing-key-store.ts";
export { isPoison, isTransient, isUnstorable } from "./transient.ts";
export { type DropReport, dropOldUsage } from "./usage/drop-old-usage.ts";
export { listParked, type ParkedUsage, retryParked } from "./usage/parked.ts";
export { rollUpPending, rollUpPosted } from "./usage/roll-up-pending.ts";
export type { SecondLogRecord } from "./usage/second-log-record.ts";
export { takeOverUsage } from "./usage/take-over-usage.ts";
export { listUnreadable, retryUnreadable, type UnreadableUsage } from "./usage/unreadable.ts";
export { makeUsageLog, type UsageLogOptions } from "./usage/usage-log.ts";
export { type WithdrawalReport, withdrawRequested } from "./usage/withdraw-requested.ts";
export { withOrg } from "./with-org.ts";
