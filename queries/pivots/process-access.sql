-- title: Processes that opened another
-- description: Who opened whom with which rights, by rarity; the store of credentials is lsass.exe.
-- param target text = NULL: only images like this; % stands for anything, as in %lsass.exe
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT lower(process.executable) AS source, lower(winlog.event_data['TargetImage']) AS target,
  lower(winlog.event_data['GrantedAccess']) AS access, count(*) AS times, count(DISTINCT host.name) AS hosts,
  min("@timestamp") AS first, min(host.name) AS host
FROM events
WHERE kind = 'process_access' AND ($host IS NULL OR host.name ILIKE $host)
  AND ($target IS NULL OR winlog.event_data['TargetImage'] ILIKE $target)
GROUP BY ALL
ORDER BY times, source, target, access
