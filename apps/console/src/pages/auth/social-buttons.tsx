import { useMutation, useQuery } from "@tanstack/react-query";
import { signInWith } from "../../api/auth.ts";
import { installationQuery } from "../../api/session.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";

const NAMES = { github: "GitHub", google: "Google" } as const;

/** Ways in by an account elsewhere, where any is configured. */
export function SocialButtons({ next }: { readonly next: string }) {
	const { data: installation } = useQuery(installationQuery);
	const go = useMutation({
		mutationFn: (provider: keyof typeof NAMES) => signInWith(provider, next),
		onSuccess: (url) => location.assign(url),
	});
	const offered = (["github", "google"] as const).filter((name) => installation?.sign_in_with.includes(name));
	if (offered.length === 0) return null;
	return (
		<div className="mb-6">
			<div className="flex flex-col gap-2">
				{offered.map((provider) => (
					<Button key={provider} kind="secondary" busy={go.isPending} onClick={() => go.mutate(provider)}>
						Continue with {NAMES[provider]}
					</Button>
				))}
			</div>
			<FormProblem problem={go.isError ? reasonOf(go.error) : undefined} />
			<p className="mt-6 flex items-center gap-3 text-faint text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
				or with e-mail
			</p>
		</div>
	);
}
