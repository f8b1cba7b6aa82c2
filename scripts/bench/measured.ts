import type { StartedSystem } from "../../e2e/support/start-system.ts";

/** What most parts need of what they measure: a control plane, alone or as a part of a whole system. */
export type Measured = Pick<StartedSystem, "api" | "apiUrl" | "apiKey" | "dataDirectory">;
