"use client";
import dynamic from "next/dynamic";
import { useEffect } from "react";
import { toasterReady, toasterWanted } from "./toast.ts";
import { untilLoaded } from "./until-loaded.ts";

const ToasterView = dynamic(
  untilLoaded(() => import("./toaster-view.tsx").then((loaded) => loaded.ToasterView)),
  { ssr: false },
);

/** After this the page has what it needs first; later a lost connection could keep the toast that tells of it away. */
const FETCH_AFTER_MS = 4_000;

/** Where toasts appear. Stands once, in the root. */
export function Toaster() {
  useEffect(() => {
    const timer = setTimeout(() => toasterWanted.set(true), FETCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return toasterWanted.use() && <ToasterView onReady={toasterReady} />;
}
