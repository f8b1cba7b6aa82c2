const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/** Bytes a volume may hold unless an operator set another cap. */
export const DEFAULT_VOLUME_CAP_BYTES = 2 * GiB;
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
