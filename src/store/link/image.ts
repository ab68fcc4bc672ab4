/** SQL for an image's path as two logs of one process agree on it: in lower case, without its drive, which some call a volume. */
export const imageOf = (path: string): string =>
  `CASE WHEN (${path})[2] = ':' THEN lower((${path})[3:]) WHEN starts_with(${path}, '\\Device\\HarddiskVolume') THEN regexp_replace(lower(${path}), '^\\\\device\\\\harddiskvolume\\d+', '') ELSE lower(${path}) END`;
