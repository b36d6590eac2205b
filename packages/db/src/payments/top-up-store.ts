import { nanoUsd } from "@turnpike/money";
import {
	type Cents,
	judgeTopUp,
	monthStart,
	type PlatformFee,
	type ProviderName,
	priceOfCredit,
	type TopUpSettings,
} from "@turnpike/payments";
import { recordAct } from "../accounts/record-act.ts";
import type { Database, Queries } from "../connect.ts";
import { lockStanding } from "../ledger/standing-store.ts";
import { type PurchaseRow, readPurchase } from "./purchase-record.ts";
import { tell, type WriteNotice } from "./tell.ts";
import { type Decline, noteDecline } from "./top-up-outcome.ts";

export interface AutoTopUp extends TopUpSettings {
	readonly enabled: boolean;
	readonly declines: number;
	/** Why it was switched off by us; "" while it was not. */
	readonly offReason: string;
	/** Unix milliseconds until which nothing is tried. */
	readonly pausedUntil: number | undefined;
	/** The credit of this UTC month's top-ups, those under way included. */
	readonly thisMonthCents: Cents;
}

interface AutoTopUpRow {
	readonly account_id: string;
	readonly enabled: boolean;
	readonly threshold_nano_usd: bigint;
	readonly amount_cents: bigint;
	readonly monthly_max_cents: bigint;
	readonly declines: number;
	readonly off_reason: string;
	readonly paused_until: Date | null;
}

export async function readAutoTopUp(sql: Queries, organisationId: string, now: number): Promise<AutoTopUp | undefined> {
	const [row] = await sql<AutoTopUpRow[]>`select * from auto_topup where organisation_id = ${organisationId}`;
	if (!row) return undefined;
	return {
		...settingsOf(row),
		enabled: row.enabled,
		declines: row.declines,
		offReason: row.off_reason,
		pausedUntil: row.paused_until?.getTime(),
		thisMonthCents: await toppedUpThisMonth(sql, organisationId, now),
	};
}

function settingsOf(row: AutoTopUpRow): TopUpSettings {
	return {
		threshold: nanoUsd(row.threshold_nano_usd),
		amountCents: row.amount_cents,
		monthlyMaxCents: row.monthly_max_cents,
	};
}

async function toppedUpThisMonth(sql: Queries, organisationId: string, now: number): Promise<Cents> {
	const [row] = await sql<{ cents: string }[]>`select coalesce(sum(credit_cents), 0)::text as cents from purchase
		where organisation_id = ${organisationId} and kind = 'auto_topup' and state in ('open', 'processing', 'paid')
			and created_at >= ${new Date(monthStart(now))}`;
	return BigInt(row?.cents ?? 0);
}

/** Sets when and how an organisation's account is topped up; what was declined before does not count any more. */
export async function saveAutoTopUp(
	sql: Database,
	organisationId: string,
	enabled: boolean,
	settings: TopUpSettings,
	actor: string,
): Promise<void> {
	const { threshold, amountCents, monthlyMaxCents } = settings;
	await sql.begin(async (tx) => {
		await tx`insert into auto_topup (organisation_id, account_id, enabled, threshold_nano_usd, amount_cents, monthly_max_cents)
			select ${organisationId}, id, ${enabled}, ${threshold}, ${amountCents}, ${monthlyMaxCents}
			from account where organisation_id = ${organisationId}
			on conflict (organisation_id) do update set enabled = excluded.enabled, threshold_nano_usd = excluded.threshold_nano_usd,
				amount_cents = excluded.amount_cents, monthly_max_cents = excluded.monthly_max_cents, declines = 0, off_reason = '',
				paused_until = null, updated_at = clock_timestamp()`;
		const detail = {
			enabled,
			threshold_nano_usd: threshold.toString(),
			amount_cents: amountCents.toString(),
			monthly_max_cents: monthlyMaxCents.toString(),
		};
		await recordAct(tx, { organisationId, actor, action: "credit.auto_topup", target: organisationId, detail });
	});
}

export interface TopUpRound {
	readonly provider: ProviderName;
	readonly fee: PlatformFee;
	/** Unix milliseconds. */
	readonly now: number;
	/** `pur_…` */
	readonly newPurchaseId: () => string;
	readonly write: WriteNotice;
}

/**
 * Writes down a top-up for each account that is due one: it is sent afterwards. An account has at most one that is open,
 * whoever looks and however often.
 *
 * @returns how many were written.
 */
export async function startDueTopUps(sql: Database, round: TopUpRound): Promise<number> {
	const due = await sql<{ organisation_id: string }[]>`select t.organisation_id from auto_topup t
		join account a on a.id = t.account_id join organisation o on o.id = t.organisation_id
		where t.enabled and a.available_nano_usd + a.reserved_nano_usd - a.debt_nano_usd < t.threshold_nano_usd
			and (t.paused_until is null or t.paused_until <= ${new Date(round.now)}) and o.suspended_at is null
			and not exists (select 1 from purchase p where p.account_id = t.account_id and p.kind = 'auto_topup'
				and p.state in ('open', 'processing'))
		order by t.organisation_id limit 200`;
	let started = 0;
	for (const { organisation_id } of due) started += await startTopUp(sql, organisation_id, round);
	return started;
}

async function startTopUp(sql: Database, organisationId: string, round: TopUpRound): Promise<number> {
	return sql.begin(async (tx) => {
		const [account] = await tx<{ id: string }[]>`select id from account where organisation_id = ${organisationId}`;
		const standing = account && (await lockStanding(tx, account.id));
		const [row] = await tx<
			AutoTopUpRow[]
		>`select * from auto_topup where organisation_id = ${organisationId} for update`;
		if (!account || !standing || !row?.enabled) return 0;
		const settings = settingsOf(row);
		const has = standing.available + standing.reserved - standing.debt;
		const verdict = judgeTopUp(settings, has, await toppedUpThisMonth(tx, organisationId, round.now));
		if (verdict === "monthly_maximum") await pauseUntilNextMonth(tx, organisationId, settings, round);
		if (verdict !== "due") return 0;
		const { creditCents, feeCents } = priceOfCredit(settings.amountCents, round.fee);
		const written =
			await tx`insert into purchase (id, organisation_id, account_id, kind, provider, credit_cents, fee_cents,
				actor, created_at, due_at)
			values (${round.newPurchaseId()}, ${organisationId}, ${account.id}, 'auto_topup', ${round.provider}, ${creditCents},
				${feeCents}, 'auto_topup', ${new Date(round.now)}, ${new Date(round.now)})
			on conflict (account_id) where kind = 'auto_topup' and state in ('open', 'processing') do nothing`;
		return written.count;
	});
}

async function pauseUntilNextMonth(
	tx: Queries,
	organisationId: string,
	{ monthlyMaxCents }: TopUpSettings,
	{ now, write }: TopUpRound,
): Promise<void> {
	const month = new Date(monthStart(now));
	const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1));
	await tx`update auto_topup set paused_until = ${next} where organisation_id = ${organisationId}`;
	const once = `${organisationId}:${month.toISOString().slice(0, 7)}`;
	await tell(tx, organisationId, once, { kind: "top_up_maximum", monthlyMaxCents }, write);
}

/** Writes down that a top-up is about to be sent. @returns when it was first sent, in Unix milliseconds. */
export async function markSent(sql: Database, purchaseId: string, now: number): Promise<number> {
	const [row] = await sql<{ sent_at: Date }[]>`update purchase set sent_at = coalesce(sent_at, ${new Date(now)})
		where id = ${purchaseId} returning sent_at`;
	return row?.sent_at.getTime() ?? now;
}

/** Names the payment of a top-up. */
export async function attachPayment(sql: Database, purchaseId: string, paymentId: string): Promise<void> {
	await sql`update purchase set payment_id = ${paymentId} where id = ${purchaseId} and payment_id is null`;
}

/** Ends an attempt that was declined, if it is still open, and tells. */
export async function failTopUp(
	sql: Database,
	purchaseId: string,
	paymentId: string | undefined,
	decline: Decline,
	telling: { readonly now: number; readonly write: WriteNotice },
): Promise<void> {
	await sql.begin(async (tx) => {
		// First of all locks, as everywhere: or else whoever starts the next attempt would wait for us, and we for them.
		await tx`select 1 from account where id = (select account_id from purchase where id = ${purchaseId}) for update`;
		const [row] = await tx<PurchaseRow[]>`update purchase set state = 'failed', version = version + 1, due_at = null,
			failure = ${decline.message}, payment_id = coalesce(payment_id, ${paymentId ?? null})
			where id = ${purchaseId} and state in ('open', 'processing') returning *`;
		if (row) await noteDecline(tx, readPurchase(row), decline, telling);
	});
}
