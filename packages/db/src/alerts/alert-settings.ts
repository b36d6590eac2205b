import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { recordAct } from "../accounts/record-act.ts";
import type { Database } from "../connect.ts";

export interface AlertSettings {
	/** Whether budgets, balance and keys are told of by mail. */
	readonly mail: boolean;
	/** undefined: the balance is not watched. */
	readonly lowBalance: NanoUsd | undefined;
}

interface SettingsRow {
	readonly mail: boolean;
	readonly low: bigint | null;
}

const DEFAULTS: AlertSettings = { mail: true, lowBalance: undefined };

export async function readAlertSettings(sql: Database, organisationId: string): Promise<AlertSettings> {
	const [row] = await sql<SettingsRow[]>`
		select mail, low_balance_nano_usd as low from alert_settings where organisation_id = ${organisationId}`;
	if (!row) return DEFAULTS;
	return { mail: row.mail, lowBalance: row.low === null ? undefined : nanoUsd(row.low) };
}

/** What is to be otherwise; what is absent stays. */
export interface AlertChanges {
	readonly mail?: boolean | undefined;
	/** null: the balance is not watched any more. */
	readonly lowBalance?: NanoUsd | null | undefined;
}

/** A balance that is below another threshold already is told of once, as if it had just gone there. */
export async function changeAlertSettings(
	sql: Database,
	organisationId: string,
	{ mail, lowBalance }: AlertChanges,
	actor: string,
): Promise<void> {
	await sql.begin(async (tx) => {
		const low = lowBalance === undefined ? tx`alert_settings.low_balance_nano_usd` : tx`excluded.low_balance_nano_usd`;
		const [row] = await tx<SettingsRow[]>`insert into alert_settings (organisation_id, mail, low_balance_nano_usd)
			values (${organisationId}, ${mail ?? DEFAULTS.mail}, ${lowBalance ?? null})
			on conflict (organisation_id) do update set mail = coalesce(${mail ?? null}::boolean, alert_settings.mail),
				low_balance_nano_usd = ${low}, updated_at = clock_timestamp(),
				low_since = case when alert_settings.low_balance_nano_usd is not distinct from ${low} then alert_settings.low_since end
			returning mail, low_balance_nano_usd as low`;
		const detail = { mail: row?.mail ?? null, low_balance_nano_usd: row?.low?.toString() ?? null };
		await recordAct(tx, { organisationId, actor, action: "alerts.set", target: organisationId, detail });
	});
}
