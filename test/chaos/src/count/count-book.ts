import { audit, PriceVersions } from "@turnpike/billing";
import { type Database, readPriceVersions } from "@turnpike/db";
import { type Count, countOf, numberOf } from "./count.ts";

interface Found {
	readonly found: string;
}

/** What is left of an account that could pay for anything asked here: ten USD. */
const PLENTY_NANO_USD = 10_000_000_000n;

/** What the book must never say of itself, whatever was killed. */
export async function countBook(sql: Database): Promise<Count[]> {
	return [...(await countLeftovers(sql)), ...(await countDebits(sql)), ...(await countAudit(sql))];
}

async function find(name: string, rows: Promise<readonly Found[]>): Promise<Count> {
	return countOf(
		name,
		(await rows).map((row) => row.found),
	);
}

/** What is still on its way although nothing is under way. */
async function countLeftovers(sql: Database): Promise<Count[]> {
	return [
		await find(
			"generations never posted",
			sql`select generation_id::text as found from usage_event where transaction_id is null and parked_reason is null`,
		),
		await find(
			"generations parked",
			sql`select generation_id || ': ' || parked_reason as found from usage_event where parked_reason is not null`,
		),
		await find(
			"accounts with credit still reserved",
			sql`select id || ': ' || reserved_nano_usd as found from account where reserved_nano_usd <> 0`,
		),
		await find(
			"allowances not settled",
			sql`select id || ' ' || state || ' of ' || account_id as found from allowance
				where state = 'open' or granted_nano_usd <> returned_nano_usd + charged_nano_usd`,
		),
		await find(
			"budgets with credit still reserved",
			sql`select budget_id as found from budget_window where reserved_nano_usd <> 0`,
		),
		await find("checkpoints left over", sql`select generation_id::text as found from usage_checkpoint`),
		await find("usage that cannot be read", sql`select source || ': ' || reason as found from unreadable_usage`),
		await find(
			"holders that were never ended",
			sql`select id as found from holder h where state = 'live' and (kind = 'memory'
				or exists (select 1 from allowance a where a.holder_id = h.id and a.state = 'open'))`,
		),
	];
}

/** Debits that nobody owed. */
async function countDebits(sql: Database): Promise<Count[]> {
	return [
		await find(
			"debits that are not what their generations say",
			sql`select transaction_id || ' of ' || account_id as found from (
					select e.transaction_id, e.account_id, -sum(e.amount_nano_usd) as debited from entry e
					join account a on a.id = e.account_id join ledger_transaction t on t.id = e.transaction_id
					where a.kind = 'customer' and t.kind = 'usage' group by 1, 2) d
				full join (select transaction_id, account_id, sum(posted_nano_usd) as due from usage_event
					where transaction_id is not null group by 1, 2) u using (transaction_id, account_id)
				where coalesce(d.debited, 0) <> coalesce(u.due, 0)`,
		),
		await find(
			"charges over their hold",
			sql`select generation_id::text as found from usage_event
				where charge_nano_usd > hold_nano_usd or posted_nano_usd > hold_nano_usd`,
		),
		await find(
			"charges the house bore of who could pay",
			sql`select generation_id::text as found from usage_event u join account a on a.id = u.account_id
				where u.posted_nano_usd < u.charge_nano_usd and a.available_nano_usd > ${PLENTY_NANO_USD}
					and not exists (select 1 from budget b where b.scope = 'key' and b.scope_id = u.key_id)`,
		),
		await find(
			"balances below zero",
			sql`select id as found from account where available_nano_usd < 0 or reserved_nano_usd < 0`,
		),
		await find(
			"accounts charged more than was deposited",
			sql`select a.id as found from account a
				join entry e on e.account_id = a.id join ledger_transaction t on t.id = e.transaction_id where a.kind = 'customer'
				group by a.id having coalesce(-sum(e.amount_nano_usd) filter (where t.kind = 'usage'), 0)
					> coalesce(sum(e.amount_nano_usd) filter (where t.kind <> 'usage'), 0)`,
		),
		await find(
			"keys over their limit",
			sql`select b.scope_id || ': ' || sum(u.posted_nano_usd) as found from budget b
				join usage_event u on u.key_id = b.scope_id where b.scope = 'key' and b.reset = 'none'
				group by b.scope_id, b.limit_nano_usd having sum(u.posted_nano_usd) > b.limit_nano_usd`,
		),
	];
}

async function countAudit(sql: Database): Promise<Count[]> {
	const prices = new PriceVersions((ids) => readPriceVersions(sql, ids));
	const report = await audit(sql, prices, { organisationId: undefined, from: 0, to: Date.now() + 86_400_000 });
	const [{ posted } = { posted: -1 }] = await sql<{ posted: number }[]>`select count(*)::int as posted
		from usage_event where transaction_id is not null`;
	// What is parked or was never posted has counts of its own.
	const { parked: _parked, unposted: _unposted, ...mistakes } = { ...report.books, ...report.payments };
	const wrong = report.wrong.map(({ generationId, reason }) => `${generationId} ${reason}`);
	return [
		numberOf("audit difference, nano-USD", Number(report.difference)),
		countOf("audit: wrong debits", wrong),
		numberOf("audit: generations left out", posted - report.generations),
		...Object.entries(mistakes).map(([name, value]) => numberOf(`audit: ${wordsOf(name)}`, value)),
	];
}

const wordsOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
