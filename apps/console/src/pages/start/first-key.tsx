import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { createKey, keysQuery } from "../../api/keys.ts";
import { projectsQuery } from "../../api/organization.ts";
import { useMay } from "../../session/use-session.ts";
import { momentText } from "../../time/time-text.ts";
import { Button } from "../../ui/button.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useAction } from "../../ui/use-action.ts";
import { TEXT_LINK } from "../auth/auth-card.tsx";
import { KeyOnce } from "../keys/key-once.tsx";

interface FirstKeyProps {
	/** The key that was just made. */
	readonly apiKey: string | undefined;
	readonly onMade: (key: string) => void;
}

/** Makes a key with no bounds but the balance, and shows it. */
export function FirstKey({ apiKey, onMade }: FirstKeyProps) {
	const keys = useQuery(keysQuery);
	const may = useMay("keys:write");
	const make = useAction({
		act: () => createKey({ name: keys.data?.length === 0 ? "First key" : `Quickstart, ${momentText(Date.now())}` }),
		changes: [keysQuery.queryKey, projectsQuery.queryKey],
		onDone: ({ key }) => onMade(key),
	});
	if (apiKey !== undefined) return <KeyOnce text={apiKey} />;
	if (!may) return <p className="text-muted text-sm">Your role makes no keys: ask a developer or an admin for one.</p>;
	return (
		<div>
			<Button busy={make.busy} onClick={() => make.run()}>
				Make a key
			</Button>
			<FormProblem problem={make.problem} />
			<p className="mt-3 min-h-15 text-muted sm:min-h-5 text-sm">
				{keys.data === undefined ? (
					<Skeleton className="w-64" />
				) : keys.data.length === 0 ? (
					"It is bounded by your balance alone; limits can be set later."
				) : (
					<>
						You have {keys.data.length === 1 ? "a key" : `${keys.data.length} keys`} already, whose text cannot be shown
						again.{" "}
						<Link to="/keys" className={TEXT_LINK}>
							See your keys
						</Link>
					</>
				)}
			</p>
		</div>
	);
}
