/**
 * SQL for a program's path as links compare it: in lower case and without its volume, which logs write as `C:`, `\??\C:`
 * or `\Device\HarddiskVolume3`; no process has two at once.
 */
export const imageOf = (path: string): string =>
  `CASE WHEN ${path}[2:3] = ':\\' THEN lower(${path}[3:]) WHEN ${path}[1] = '\\' THEN regexp_replace(regexp_replace(lower(${path}), '^(?:\\\\[?][?]|\\\\\\\\[?])\\\\[a-z]:|^\\\\device\\\\harddiskvolume\\d+', ''), '^\\\\systemroot\\\\', '\\windows\\') ELSE lower(${path}) END`;

/** SQL for the file's name in such a path. */
export const imageName = (key: string): string => `parse_filename(${key}, false, 'both_slash')`;
