/** Postgres settings by name, given on the command line so that a newer Turnpike's take effect on an older cluster. */
export type Settings = Readonly<Record<string, string>>;

/**
 * For one machine that also runs the API: durable commits with the least latency, little memory, no replication.
 * There is no unix socket: its path has a limit of about 100 bytes that a data directory's path may exceed.
 */
export const SETTINGS: Settings = {
	listen_addresses: "127.0.0.1",
	unix_socket_directories: "",
	cluster_name: "turnpike",
	max_connections: "100",
	password_encryption: "scram-sha-256",

	fsync: "on",
	synchronous_commit: "on",
	full_page_writes: "on",
	wal_level: "minimal",
	max_wal_senders: "0",
	wal_buffers: "16MB",
	min_wal_size: "128MB",
	max_wal_size: "1GB",
	checkpoint_timeout: "15min",
	checkpoint_completion_target: "0.9",

	shared_buffers: "128MB",
	effective_cache_size: "1GB",
	work_mem: "8MB",
	maintenance_work_mem: "64MB",
	random_page_cost: "1.1",
	io_method: "sync",
	max_parallel_workers_per_gather: "1",
	jit: "off",

	TimeZone: "UTC",
	log_timezone: "UTC",
	client_encoding: "UTF8",

	// A week of logs, one file for each day, in `log` below the cluster.
	logging_collector: "on",
	log_directory: "log",
	log_filename: "postgres-%a.log",
	log_rotation_age: "1d",
	log_rotation_size: "0",
	log_truncate_on_rotation: "on",
	log_checkpoints: "off",
	log_line_prefix: "%m [%p] ",
};

/** `-c name=value` for each setting. */
export function settingArguments(settings: Settings): readonly string[] {
	return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
