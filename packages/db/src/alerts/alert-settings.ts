import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { recordAct } from "../accounts/record-act.ts";
import type { Database } from "../connect.ts";

export interface AlertSettings {
	/** Whether budgets, balance and keys are told of by mail. */
	readonly mail: boolean;
	/** undefined: the balance is not watched. */
	readonly lowBalance: NanoUsd | undefined;
}

const DEFAULTS: AlertSettings = { mail: true, lowBalance: undefined };

export async function readAlertSettings(sql: Database, organisationId: string): Promise<AlertSettings> {
	const [row] = await sql<{ mail: boolean; low: bigint | null }[]>`
		select mail, low_balance_nano_usd as low from alert_settings where organisation_id = ${organisationId}`;
	if (!row) return DEFAULTS;
	return { mail: row.mail, lowBalance: row.low === null ? undefined : nanoUsd(row.low) };
}

/** A balance that is below another threshold already is told of once, as if it had just gone there. */
export async function saveAlertSettings(
	sql: Database,
	organisationId: string,
	{ mail, lowBalance }: AlertSettings,
	actor: string,
): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`insert into alert_settings (organisation_id, mail, low_balance_nano_usd)
			values (${organisationId}, ${mail}, ${lowBalance ?? null})
			on conflict (organisation_id) do update set mail = excluded.mail,
				low_balance_nano_usd = excluded.low_balance_nano_usd, updated_at = clock_timestamp(),
				low_since = case when alert_settings.low_balance_nano_usd is not distinct from excluded.low_balance_nano_usd
					then alert_settings.low_since end`;
		const detail = { mail, low_balance_nano_usd: lowBalance === undefined ? null : lowBalance.toString() };
		await recordAct(tx, { organisationId, actor, action: "alerts.set", target: organisationId, detail });
	});
}
