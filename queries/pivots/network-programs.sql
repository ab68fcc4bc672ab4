-- title: Programs with network, by rarity
-- description: Images that connected somewhere, with how many hosts and addresses, rarest first.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT lower(process.executable) AS executable, count(DISTINCT host.name) AS hosts, count(*) AS connections,
  count(DISTINCT destination.ip) AS addresses, min("@timestamp") AS first, min(host.name) AS host
FROM events
WHERE kind = 'network' AND process.executable IS NOT NULL AND ($host IS NULL OR host.name ILIKE $host)
GROUP BY lower(process.executable)
ORDER BY hosts, connections, executable
