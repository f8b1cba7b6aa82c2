"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { toastFailure } from "#components/ui/toast-failure.tsx";
import { loadUploader } from "./load-uploader.ts";
import { UploadQuestions } from "./upload-questions.tsx";
import { UploaderContext } from "./uploader-context.ts";

/** Keeps uploads going whatever page is on screen. Stands once, around the shell. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [uploader] = useState(() =>
    loadUploader(
      () => import("./start-uploader.ts").then(({ startUploader }) => startUploader(cache)),
      (error) => toastFailure("The upload did not start", error),
    ),
  );
  useEffect(() => {
    window.addEventListener("online", uploader.wake);
    window.addEventListener("offline", uploader.lose);
    return () => {
      window.removeEventListener("online", uploader.wake);
      window.removeEventListener("offline", uploader.lose);
    };
  }, [uploader]);
  return (
    <UploaderContext value={uploader}>
      {children}
      <UploadQuestions />
    </UploaderContext>
  );
}
