import { loadToast } from "./toast.ts";

/** Says that something is done. */
export async function toastDone(title: string, description?: string): Promise<void> {
  const toast = await loadToast();
  toast.success(title, description === undefined ? {} : { description });
}
