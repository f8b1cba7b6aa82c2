import type { toast } from "sonner";
import { createFlag } from "./flag.ts";
import { untilLoaded } from "./until-loaded.ts";

type Toast = typeof toast;

export const toasterWanted = createFlag();

let ready: () => void = () => undefined;
const isReady = new Promise<void>((resolve) => {
  ready = resolve;
});
export const toasterReady = (): void => ready();

const fetchSonner = untilLoaded(() => import("sonner"));
let loading: Promise<Toast> | undefined;

/** `toast` of sonner, once there is somewhere for toasts to appear. No page carries it before something is to be said. */
export function loadToast(): Promise<Toast> {
  toasterWanted.set(true);
  loading ??= Promise.all([fetchSonner(), isReady]).then(([sonner]) => sonner.toast);
  return loading;
}

/** Says something by toast, in the order of the calls, and keeps nobody waiting for it. */
export function withToast(say: (toast: Toast) => void): void {
  void loadToast().then(say);
}
