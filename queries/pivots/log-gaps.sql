-- title: Gaps in the logs
-- description: Stretches in which a log of a host says nothing, longest first. The log may have been stopped or cleared, or the
--   export be incomplete.
-- param minutes number = 30: at least so long
-- param host text = NULL: only hosts like this name; % stands for anything
WITH gaps AS (
  SELECT host.name AS host, log, "@timestamp" AS until,
    lag("@timestamp") OVER (PARTITION BY host.name, log ORDER BY "@timestamp") AS since
  FROM events
  WHERE NOT carved AND ($host IS NULL OR host.name ILIKE $host)
)
SELECT host, log, since, until, round(epoch(until - since) / 60, 1) AS minutes
FROM gaps
WHERE epoch(until - since) >= $minutes * 60
ORDER BY until - since DESC, host, log, since
