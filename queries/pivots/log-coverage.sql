-- title: What each log of each host covers
-- description: Events by host, log and kind, with the first and last of them.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, log, kind, count(*) AS events, min("@timestamp") AS first, max("@timestamp") AS last
FROM events
WHERE $host IS NULL OR host.name ILIKE $host
GROUP BY ALL
ORDER BY host, log, kind
