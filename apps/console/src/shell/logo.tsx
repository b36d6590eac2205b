/** The sign over the road: a barrier on its post, and the name. */
export function Logo() {
	return (
		<span className="flex items-center gap-2.5">
			<svg viewBox="0 0 32 32" className="size-7" aria-hidden="true">
				<rect width="32" height="32" rx="8" fill="#0a6b48" />
				<path d="M6 12.5h20M16 12.5V25" stroke="#fff" strokeWidth="4" strokeLinecap="round" />
				<path d="M11.5 12.5h2.5M18.5 12.5H21" stroke="#ffb52e" strokeWidth="4" />
			</svg>
			<span className="font-semibold text-[1.0625rem] tracking-tight">Turnpike</span>
		</span>
	);
}
