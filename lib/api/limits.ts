const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** Bytes a volume may hold unless an operator set another cap. */
export const DEFAULT_VOLUME_CAP_BYTES = 2 * GiB;
/** Bytes that unfinished resumable uploads of one team may reserve, unless the operator says otherwise. */
export const DEFAULT_STAGING_QUOTA_BYTES = 16 * GiB;
/** Bytes of file content in one JSON body; larger content goes by grant. */
export const MAX_INLINE_BYTES = 8 * MiB;
/** Bytes of one path component, as Linux counts them. */
export const MAX_COMPONENT_BYTES = 255;
/** Bytes of a whole path, as Linux counts them. */
export const MAX_PATH_BYTES = 4096;
/** Grants in one call. */
export const MAX_GRANTS_PER_CALL = 1000;
/** Entries in one page of a directory. */
export const MAX_PAGE_ENTRIES = 1000;
/** Paths in one bulk call (move, copy, remove). */
export const MAX_PATHS_PER_CALL = 1000;
/** Bytes the editor opens for editing; larger files are shown read-only. */
export const MAX_EDITABLE_BYTES = 10 * MiB;
/** Symbolic links followed in one path before it counts as a loop, as Linux does. */
export const MAX_SYMLINKS = 40;
/** The shortest password this installation takes, in characters. */
export const MIN_PASSWORD_LENGTH = 12;
/** Directories that one call asks to watch. */
export const MAX_OBSERVED_PATHS = 50;
/** Active attachments of one sandbox. */
export const MAX_ATTACHMENTS = 8;
/** Attachments in one bulk call. */
export const MAX_ATTACHMENTS_PER_CALL = 100;
/** Attachments in one list. */
export const MAX_LISTED_ATTACHMENTS = 1000;
/** Health checks that are kept of one attachment. */
export const KEPT_CHECKS = 50;
/** How long attach, detach and remount wait for what they asked for, in milliseconds, unless told otherwise. */
export const SETTLE_MS = 10_000;
/** Webhooks of one team. */
export const MAX_WEBHOOKS = 10;
/** Characters of a pattern to look for. */
export const MAX_PATTERN_CHARS = 1000;
/** Characters of what a replace puts in for one match. */
export const MAX_REPLACEMENT_CHARS = 64 * 1024;
/** Lines or names that one search answers. */
export const MAX_FOUND = 10_000;
/** Bytes of an upload's parts, at least, where there is more than one; a part is never larger than the second. */
export const MIN_PART_BYTES = 8 * MiB;
export const MAX_PART_BYTES = 256 * MiB;
/** Parts of one upload to be sent at once. */
export const MAX_PARTS_AT_ONCE = 4;
