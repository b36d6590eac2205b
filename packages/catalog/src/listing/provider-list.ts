/** OpenRouter's answer to `GET /providers`; what is not known of a provider is null. */
export interface ProviderList {
	data: {
		name: string;
		slug: string;
		privacy_policy_url: null;
		terms_of_service_url: null;
		status_page_url: null;
		datacenters: null;
		headquarters: null;
	}[];
}

/** @param providers provider slug to name (`Catalog.providers`) */
export function toProviderList(providers: ReadonlyMap<string, string>): ProviderList {
	const data = Array.from(providers, ([slug, name]) => ({
		name,
		slug,
		privacy_policy_url: null,
		terms_of_service_url: null,
		status_page_url: null,
		datacenters: null,
		headquarters: null,
	}));
	return { data };
}
