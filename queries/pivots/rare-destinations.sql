-- title: Addresses connected to, by rarity
-- description: Addresses and ports to which few hosts connect, rarest first, with the programs that do.
-- param hosts integer = 3: connected to by at most so many hosts
SELECT destination.ip AS ip, destination.port AS port, count(DISTINCT host.name) AS hosts, count(*) AS times,
  list(DISTINCT lower(process.name) ORDER BY lower(process.name)) AS programs, min("@timestamp") AS first,
  min(host.name) AS host
FROM events
WHERE kind = 'network' AND destination.ip IS NOT NULL AND network.direction IS DISTINCT FROM 'ingress'
GROUP BY destination.ip, destination.port
HAVING count(DISTINCT host.name) <= $hosts
ORDER BY hosts, times, ip, port
