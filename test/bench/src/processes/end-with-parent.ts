/**
 * Ends this process when the bench that started it is gone, killed with -9 included: the bench holds the other end of
 * standard input. It also keeps the process alive until then.
 */
export function endWithParent(stop: () => void): void {
	process.stdin.on("end", stop);
	process.stdin.on("error", stop);
	process.stdin.resume();
}
