"use client";
import { Button } from "./button.tsx";

/** For a page that the server could not make: asks for it again. */
export function ReloadButton() {
  return <Button onClick={() => window.location.reload()}>Try again</Button>;
}
