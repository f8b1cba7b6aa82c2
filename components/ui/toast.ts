import { createFlag } from "./flag.ts";

export const toasterWanted = createFlag();

let ready: () => void = () => undefined;
const isReady = new Promise<void>((resolve) => {
  ready = resolve;
});
export const toasterReady = (): void => ready();

/** `toast` of sonner, once there is somewhere for toasts to appear. */
export async function loadToast() {
  toasterWanted.set(true);
  const [{ toast }] = await Promise.all([import("sonner"), isReady]);
  return toast;
}
