/** Something is under way. It says nothing itself: what holds it does. */
export function Spinner() {
	return (
		<svg className="size-4 motion-safe:animate-spin" viewBox="0 0 16 16" fill="none" aria-hidden="true">
			<circle cx="8" cy="8" r="6.5" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
			<path d="M14.5 8A6.5 6.5 0 0 0 8 1.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
		</svg>
	);
}
