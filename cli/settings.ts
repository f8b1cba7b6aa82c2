import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { UsageError } from "./usage-error.ts";

const DEFAULT_URL = "http://localhost:4000";
const DEFAULT_DASHBOARD = "http://localhost:3000";

export type Settings = {
  apiUrl: string;
  apiKey: string | undefined;
  operatorKey: string | undefined;
  dashboardUrl: string;
};

/** Where `auth login` keeps what it was told: `$XDG_CONFIG_HOME/nullspace/config.json`. */
export const configFile = (): string =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "nullspace", "config.json");

function fromConfigFile(): Record<string, unknown> {
  const path = [configFile(), join(homedir(), ".nullspace", "config.json")].find(existsSync);
  if (path === undefined) return {};
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new UsageError(`${path} is not JSON. Mend it, or run: nullspace auth login`);
  }
}

const fromDotEnv = (): Record<string, string | undefined> =>
  existsSync(".env") ? parseEnv(readFileSync(".env", "utf8")) : {};

/** What each setting is: the environment first, then `.env` here, then the configuration file. */
export function readSettings(): Settings {
  const dotEnv = fromDotEnv();
  const config = fromConfigFile();
  const first = (names: string[], keys: string[]): string | undefined => {
    for (const source of [process.env, dotEnv]) for (const name of names) if (source[name]) return source[name];
    for (const key of keys) if (typeof config[key] === "string" && config[key] !== "") return config[key];
    return undefined;
  };
  return {
    apiUrl: (first(["NULLSPACE_API_URL", "NULLSPACE_BASE_URL"], ["base_url", "api_url"]) ?? DEFAULT_URL).replace(
      /\/+$/,
      "",
    ),
    apiKey: first(["NULLSPACE_API_KEY", "NULLSPACE_TOKEN"], ["api_key"]),
    operatorKey: first(["NULLSPACE_OPERATOR_KEY"], ["operator_key"]),
    dashboardUrl: (first(["NULLSPACE_DASHBOARD_URL"], ["dashboard_url"]) ?? DEFAULT_DASHBOARD).replace(/\/+$/, ""),
  };
}
