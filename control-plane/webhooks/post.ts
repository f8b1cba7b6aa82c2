import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import type { Config } from "../config.ts";
import { isPublicAddress } from "./is-public-address.ts";
import { type Address, type ResolveHost, resolveHost } from "./resolve-host.ts";
import { hostOf, isListed } from "./webhook-url.ts";

/** For the whole call: finding the address, connecting, sending, answering. */
const LIMIT_MS = 10_000;
/** What is read of an answer before the connection is cut, so that a receiver that says a little more ends in peace. */
const ANSWER_BYTES = 1024;

/** Why no answer came, in a sentence for the delivery log. */
export class PostError extends Error {}

/** Whichever address is asked for, answers the one that was checked. */
const fixed =
  ({ address, family }: Address): LookupFunction =>
  (_host, options, answer) =>
    options.all ? answer(null, [{ address, family }]) : answer(null, address, family);

async function addressOf(config: Config, url: URL, resolve: ResolveHost): Promise<Address> {
  const host = hostOf(url);
  const addresses = await resolve(host).catch((cause: unknown) => {
    throw new PostError(`The name ${host} was not found.`, { cause });
  });
  const address = addresses.find((one) => isListed(config, url) || isPublicAddress(one.address));
  if (address === undefined)
    throw new PostError(`${host} is not on the public internet, and the operator has not listed it.`);
  return address;
}

function reasonOf(error: unknown, signal: AbortSignal): PostError {
  if (error instanceof PostError) return error;
  if (signal.aborted) return new PostError(`No answer within ${LIMIT_MS / 1000} seconds.`, { cause: error });
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  return new PostError(`The connection failed (${code}).`, { cause: error });
}

/**
 * Posts to an address that a user chose: its name is resolved once and the call goes to that very address, which is one of
 * the public internet unless the operator listed the host. Redirects are not followed, and the answer's body is not kept.
 * @returns the status code
 * @throws PostError
 */
export async function post(
  config: Config,
  given: { url: string; body: string; headers: Record<string, string> },
  { resolve = resolveHost, limitMs = LIMIT_MS }: { resolve?: ResolveHost; limitMs?: number } = {},
): Promise<number> {
  const signal = AbortSignal.timeout(limitMs);
  const expired = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  // It may end after everything is over.
  expired.catch(() => {});
  const url = new URL(given.url);
  try {
    // The system's resolver cannot be called off.
    const address = await Promise.race([addressOf(config, url, resolve), expired]);
    return await new Promise<number>((settle, reject) => {
      const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
        method: "POST",
        headers: { ...given.headers, "content-length": Buffer.byteLength(given.body) },
        lookup: fixed(address),
        agent: false,
        signal,
      });
      request.once("error", reject);
      request.once("response", (response) => {
        let read = 0;
        const end = () => settle(response.statusCode ?? 0);
        response.on("data", (chunk: Buffer) => {
          read += chunk.length;
          if (read > ANSWER_BYTES) response.destroy();
        });
        response.once("end", end).once("close", end).once("error", end);
      });
      request.end(given.body);
    });
  } catch (error) {
    throw reasonOf(error, signal);
  }
}
