const KEEP_MS = 10_000;

type Answer = { status: number; headers: Headers; body: ArrayBuffer };
const answers = new Map<string, Promise<Answer>>();

async function ask(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Answer> {
  const response = await fetch(input, { ...init, signal: AbortSignal.timeout(5_000) });
  return { status: response.status, headers: response.headers, body: await response.arrayBuffer() };
}

/**
 * `fetch` for the identity client. A page and its reads arrive together with the same old token: its refresh is asked
 * once, and the answer shared for the 10 s in which the identity service takes the old token again.
 */
export const fetchSharingRefresh: typeof fetch = async (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  if (!url.includes("grant_type=refresh_token") || typeof init?.body !== "string") return fetch(input, init);
  const key = `${url} ${init.body}`;
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = ask(input, init);
    answers.set(key, answer);
    const forget = () => answers.delete(key);
    answer.then(() => setTimeout(forget, KEEP_MS).unref(), forget);
  }
  const { status, headers, body } = await answer;
  return new Response(body.slice(0), { status, headers });
};
