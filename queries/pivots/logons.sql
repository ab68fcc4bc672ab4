-- title: Logons by host, account, type and origin
-- description: Each combination once, with how often, first and last, and how many failed. Rare ones first.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, user.domain AS domain, user.name AS user, winlog.logon.type AS type, source.ip AS source_ip,
  source.domain AS source_host, count(*) AS logons, count(*) FILTER (event.outcome = 'failure') AS failed,
  min("@timestamp") AS first, max("@timestamp") AS last
FROM events
WHERE kind = 'logon' AND ($host IS NULL OR host.name ILIKE $host)
GROUP BY ALL
ORDER BY logons, host, domain, user, type, source_ip, source_host
