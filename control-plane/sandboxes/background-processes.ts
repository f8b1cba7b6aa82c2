import type { VolumePath } from "#lib/api/paths.ts";

/** Where the sandbox keeps what its background commands say, a directory each, with a link named by the pid. The runtime's own. */
export const PROCESSES = "/workspace/.nullspace/processes" as VolumePath;

/** Bytes that are kept of each output. */
export const MAX_LOG_BYTES = 4 * 1024 * 1024;
/** Directories of ended commands that are kept. */
const KEPT = 50;

const RUN = ": nullspace-run";
const LOG = ": nullspace-log";
// Unlike `head` it writes what it reads at once.
const HEAD = `/bin/dd status=none bs=65536 iflag=count_bytes count=${MAX_LOG_BYTES}`;
const DRAIN = "/bin/cat -u";

/** Keeps the beginning of what comes in, and goes on reading: a full log must not end the command. */
const KEEP_BEGINNING = `${LOG}; ${HEAD}; exec ${DRAIN} >/dev/null`;

/**
 * Runs a command beside the control plane: what it says goes to files, what it hears comes from a FIFO, so that it outlives
 * whoever started it. It has a session of its own, which ends with it when it is killed. Says its pid and begins when that was
 * answered with a line, and never without; notes its exit code when it ends and all that it said is written.
 */
const RUN_IN_BACKGROUND = `${RUN}
umask 077
r=${PROCESSES}; t=$r/run-$$
/bin/mkdir -p "$r" || exit 125
/bin/ls -1t "$r" | /usr/bin/tail -n +${KEPT} | while read -r o; do if [ -e "$r/$o/exit_code" ] || [ ! -e "$r/$o" ]; then /bin/rm -rf "$r/$o"; fi; done
/bin/rm -rf "$t"; /bin/mkdir "$t" && /usr/bin/mkfifo "$t/in" "$t/out" "$t/err" "$t/go" && : >"$t/stdout" && : >"$t/stderr" || exit 125
exec 3<>"$t/in"
/bin/sh -c "$0" <"$t/out" >"$t/stdout" 3<&- 2>/dev/null & o=$!
/bin/sh -c "$0" <"$t/err" >"$t/stderr" 3<&- 2>/dev/null & e=$!
{ read -r go <"$t/go" && exec /usr/bin/setsid "$@"; } <&3 3<&- >"$t/out" 2>"$t/err" & p=$!
/bin/rm -rf "$r/$p"; /bin/ln -s "run-$$" "$r/$p"
echo "$p"
read -r go || { kill -9 "$p" "$o" "$e"; /bin/rm -rf "$t" "$r/$p"; exit 125; }
exec 4<>"$t/go"; echo >&4; exec </dev/null >/dev/null 2>&1
wait "$p"; c=$?
n=0
while [ -e /proc/$o/fd/0 ] || [ -e /proc/$e/fd/0 ]; do n=$((n+1)); [ $n -gt 20 ] && break; /bin/sleep 0.05; done
echo "$c" >"$t/exit_code.new"; /bin/mv "$t/exit_code.new" "$t/exit_code"`;

/** The program and its arguments for that. */
export const inBackground = (argv: readonly string[]): [string, ...string[]] => [
  "/bin/sh",
  "-c",
  RUN_IN_BACKGROUND,
  KEEP_BEGINNING,
  ...argv,
];

/** Whether a process is there only to keep another one's output. */
export const isHelper = (command: string): boolean =>
  command.startsWith(`/bin/sh -c ${RUN}`) ||
  command.startsWith(`/bin/sh -c ${LOG}`) ||
  command === HEAD ||
  command === DRAIN;

const LINE = "/bin/sh -c ";

/** What a person asked to run, without the shell that reads the line. */
export const asAsked = (command: string): string => (command.startsWith(LINE) ? command.slice(LINE.length) : command);
