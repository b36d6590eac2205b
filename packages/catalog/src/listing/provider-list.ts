/** OpenRouter's answer to `GET /providers`; what is not known of a provider is null. */
export interface ProviderList {
	data: {
		name: string;
		slug: string;
		/** Whether this installation can call it; ours, beside OpenRouter's fields. */
		configured: boolean;
		privacy_policy_url: null;
		terms_of_service_url: null;
		status_page_url: null;
		datacenters: null;
		headquarters: null;
	}[];
}

/**
 * @param providers provider slug to name (`Catalog.providers`)
 * @param isConfigured whether a provider can be called from here
 */
export function toProviderList(
	providers: ReadonlyMap<string, string>,
	isConfigured: (slug: string) => boolean,
): ProviderList {
	const data = Array.from(providers, ([slug, name]) => ({
		name,
		slug,
		configured: isConfigured(slug),
		privacy_policy_url: null,
		terms_of_service_url: null,
		status_page_url: null,
		datacenters: null,
		headquarters: null,
	}));
	return { data };
}
