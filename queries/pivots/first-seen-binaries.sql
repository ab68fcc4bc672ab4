-- title: Binaries by when they were first seen
-- description: Each path and hash with its first start anywhere, and on how many hosts it runs. The newest first.
-- param since time = NULL: only those first seen from then on
-- param limit integer = 200: how many rows
SELECT min(process.start) AS first, min(row(process.start, host.name))[2] AS first_host, process.executable AS executable,
  process.hash.sha256 AS sha256, count(DISTINCT host.name) AS hosts, count(*) AS processes
FROM processes
WHERE process.executable IS NOT NULL AND process.start IS NOT NULL
GROUP BY process.executable, process.hash.sha256
HAVING $since IS NULL OR first >= $since
ORDER BY first DESC, executable, sha256
LIMIT $limit
