import { ApiError } from "#lib/api/api-error.ts";
import type { Person, System } from "../context.ts";

/** @throws ApiError unauthorized */
export async function verifyAccessToken(_system: System, _token: string): Promise<Person> {
  throw new ApiError("unauthorized", "This access token does not hold here.");
}
