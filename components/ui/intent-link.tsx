"use client";
import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link whose page is fetched ahead when a pointer or the focus comes to it, not when it comes into view: a list of links
 * would otherwise load the code of pages that nobody opens.
 */
export function IntentLink({ onPointerEnter, onFocus, ...rest }: ComponentProps<typeof Link>) {
  const [intended, setIntended] = useState(false);
  return (
    <Link
      {...rest}
      prefetch={intended ? null : false}
      onPointerEnter={(event) => {
        setIntended(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setIntended(true);
        onFocus?.(event);
      }}
    />
  );
}
