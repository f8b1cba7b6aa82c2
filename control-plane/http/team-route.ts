import { z } from "@hono/zod-openapi";
import { withTeam } from "./with-team.ts";

const security: Record<string, string[]>[] = [{ apiKey: [] }, { accessToken: [] }];

/** What every route of a team's things has in common; spread into `createRoute`. */
export const teamRoute = (tag: string) => ({ tags: [tag], middleware: withTeam, security });

/** A JSON answer of a route. */
export const answer = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** Bytes as the body of a route. The framework does not look at them: they go to the disk as they come. */
export const bytes = {
  body: {
    required: true as const,
    content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
  },
};

/** A JSON body of a route. */
export const body = <S extends z.ZodType>(schema: S) => ({
  body: { required: true as const, content: { "application/json": { schema } } },
});
