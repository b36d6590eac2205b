import { formatUsd, NANO_PER_CENT, nanoUsd } from "@turnpike/money";

/** What people and pages may know of this installation. */
export interface Installation {
	readonly production: boolean;
	readonly sandbox: {
		/** The sandbox provider answers, for pretended money. */
		readonly providers: boolean;
		/** Purchases are pretended. */
		readonly payments: boolean;
		/** Mails are not sent, and can be read. */
		readonly mail: boolean;
	};
	readonly signInWith: readonly ("email" | "github" | "google")[];
	/** What is asked on top of credit that is bought. */
	readonly platformFee: { readonly basisPoints: number; readonly leastCents: number };
	/** How the outside reaches this server, without a trailing slash. */
	readonly publicUrl: () => string;
}

/** As `GET /installation` says it, and `GET /session` beside who asks. */
export function installationObject({ production, sandbox, signInWith, platformFee }: Installation) {
	const least = nanoUsd(BigInt(platformFee.leastCents) * NANO_PER_CENT);
	return {
		production,
		sandbox,
		sign_in_with: [...signInWith],
		platform_fee: { basis_points: platformFee.basisPoints, least_usd: formatUsd(least) },
	};
}
