-- title: Process ids that were used again
-- description: Processes of one pid on one host, the one after the other, with the seconds from the end of the first to the start
--   of the second; negative or empty where no end is known in time: there a parent is easily mistaken.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, process.pid AS pid, process.name AS first, process.start AS first_start,
  process."end" AS first_end, lead(process.name) OVER following AS then, lead(process.start) OVER following AS then_start,
  round(epoch(then_start - first_end), 3) AS seconds
FROM processes
WHERE process.pid IS NOT NULL AND process.start IS NOT NULL AND ($host IS NULL OR host.name ILIKE $host)
WINDOW following AS (PARTITION BY host.name, process.pid ORDER BY process.start, rid)
QUALIFY then_start IS NOT NULL
ORDER BY host, pid, first_start, then_start
