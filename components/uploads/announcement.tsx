"use client";

import { announcement } from "./upload-words.ts";
import type { UploadsView } from "./uploads-view.ts";

/** What is read out of the uploads. */
export const Announcement = ({ view }: { view: UploadsView }) => announcement(view);
