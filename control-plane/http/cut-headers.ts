/** The official client refuses another field in these answers, so that there is more than one carries is said here. */
export const cutHeaders = (cut: boolean) => ({ "x-nullspace-cut": cut ? "limit" : "none" });
