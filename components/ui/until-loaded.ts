const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * A loader for `dynamic` and `lazy` that asks again until the code is there. A part of a page that is fetched later meets
 * moments in which the server is away; an import that fails then would throw in the render and take the whole page down.
 * @param load imports the code
 */
export const untilLoaded =
  <Module>(load: () => Promise<Module>) =>
  async (): Promise<Module> => {
    for (let ms = FIRST_WAIT_MS; ; ms = Math.min(ms * 2, LONGEST_WAIT_MS))
      try {
        return await load();
      } catch {
        await wait(ms);
      }
  };
