import { type Logger, pino } from "pino";
import { redact } from "../identity/redact.ts";

/** JSON lines on the standard output, with every secret taken out as they are written. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => process.stdout.write(redact(line)) },
  );
}
