import { loadToast } from "#components/ui/toast.ts";

const SHOWN_MS = 10_000;

/** Says what was tried and did not come about, where nobody refused it. */
export async function toastRefused(title: string, description: string): Promise<void> {
  const toast = await loadToast();
  toast.error(title, { description, duration: SHOWN_MS });
}
