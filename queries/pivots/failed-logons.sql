-- title: Failed logons by origin
-- description: From where and for which accounts logons failed, most first.
SELECT host.name AS host, source.ip AS source_ip, source.domain AS source_host, winlog.logon.type AS type, count(*) AS failed,
  count(DISTINCT lower(user.name)) AS accounts, list(DISTINCT user.name ORDER BY user.name)[:20] AS names,
  min("@timestamp") AS first, max("@timestamp") AS last
FROM events
WHERE kind = 'logon' AND event.outcome = 'failure'
GROUP BY ALL
ORDER BY failed DESC, host, source_ip, source_host, type
