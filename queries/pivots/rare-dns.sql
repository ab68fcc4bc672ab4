-- title: Names asked for, by rarity
-- description: Names that few hosts and programs ask for, rarest first.
-- param hosts integer = 3: asked for by at most so many hosts
SELECT lower(dns.question.name) AS name, count(DISTINCT host.name) AS hosts, count(*) AS times,
  list(DISTINCT lower(process.name) ORDER BY lower(process.name)) AS programs, min("@timestamp") AS first,
  min(host.name) AS host
FROM events
WHERE kind = 'dns' AND dns.question.name IS NOT NULL
GROUP BY lower(dns.question.name)
HAVING count(DISTINCT host.name) <= $hosts
ORDER BY hosts, times, name
