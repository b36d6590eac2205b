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
	/** How the outside reaches this server, without a trailing slash. */
	readonly publicUrl: () => string;
}

/** As `GET /installation` says it, and `GET /session` beside who asks. */
export function installationObject({ production, sandbox, signInWith }: Installation) {
	return { production, sandbox, sign_in_with: [...signInWith] };
}
