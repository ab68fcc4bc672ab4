-- title: Pipes, by rarity
-- description: Names of pipes made or opened, with the programs, rarest first; digits in names count as #.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT regexp_replace(coalesce(winlog.event_data['PipeName'], file.path), '[0-9]+', '#', 'g') AS pipe,
  count(DISTINCT host.name) AS hosts, count(*) AS times,
  list(DISTINCT lower(process.name) ORDER BY lower(process.name)) AS programs, min("@timestamp") AS first
FROM events
WHERE kind = 'pipe' AND ($host IS NULL OR host.name ILIKE $host)
GROUP BY pipe
ORDER BY hosts, times, pipe
