import { Link } from "@tanstack/react-router";
import { Coins, type LucideIcon, Route, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { CodeSamples } from "../../code/code-samples.tsx";
import { useSession } from "../../session/use-session.ts";
import { buttonClass } from "../../ui/button.tsx";
import { EXAMPLE_MODEL, ExampleReceipt } from "./example-receipt.tsx";

/** What Turnpike is, to somebody who has just come. */
export function HomePage() {
	return (
		<div className="mx-auto w-full max-w-7xl px-4 py-12 sm:px-6 sm:py-20">
			<title>Turnpike: every model, one endpoint, one balance</title>
			<div className="grid items-center gap-12 lg:grid-cols-2">
				<div>
					<h1 className="font-semibold text-4xl leading-[1.1] tracking-tight sm:text-5xl">
						Every model.
						<br />
						One endpoint. One&nbsp;balance.
					</h1>
					<p className="mt-5 max-w-lg text-lg text-muted">
						Keep the SDK you have and change its base URL. Each call goes to a provider that is up, at that provider’s
						own price, and is paid from one prepaid balance, to the nano-dollar.
					</p>
					<div className="mt-8 flex min-h-11 flex-wrap gap-3">
						<WayIn />
						<Link to="/models" className={buttonClass("secondary", "large")}>
							Browse models and prices
						</Link>
					</div>
				</div>
				<div className="min-w-0">
					<CodeSamples model={EXAMPLE_MODEL} kind="chat" />
					<div className="mt-4">
						<ExampleReceipt />
					</div>
				</div>
			</div>
			<ul className="mt-16 grid gap-8 border-line border-t pt-10 sm:mt-24 md:grid-cols-3">
				<Pledge icon={Coins} title="Money you can check">
					Never a negative balance, never charged twice. Each generation shows its units, its prices and their sum.
				</Pledge>
				<Pledge icon={Route} title="Roads around trouble">
					A provider that fails before the first byte is passed over for the next, and the failed attempt costs nothing.
				</Pledge>
				<Pledge icon={ShieldCheck} title="Limits that hold">
					A limit per key, project and person, checked before the money is spent and not after.
				</Pledge>
			</ul>
		</div>
	);
}

/** To begin with for who is new, back to work for who is signed in. */
function WayIn() {
	const session = useSession();
	const kind = buttonClass("primary", "large");
	if (session) {
		return (
			<Link to="/usage" className={kind}>
				Go to your usage
			</Link>
		);
	}
	return (
		<Link to="/sign-up" className={kind}>
			Create your account
		</Link>
	);
}

interface PledgeProps {
	readonly icon: LucideIcon;
	readonly title: string;
	readonly children: ReactNode;
}

function Pledge({ icon: Icon, title, children }: PledgeProps) {
	return (
		<li>
			<Icon className="size-6 text-accent" aria-hidden="true" />
			<h2 className="mt-3 font-semibold">{title}</h2>
			<p className="mt-1 text-muted">{children}</p>
		</li>
	);
}
