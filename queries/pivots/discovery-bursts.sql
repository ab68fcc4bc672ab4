-- title: Bursts of looking around
-- description: Parents that started several different programs of discovery within some minutes.
-- param least integer = 3: different programs at least
-- param minutes integer = 10: within so long
SELECT c.host.name AS host, p.process.name AS parent, p.process.pid AS pid, min(c.process.start) AS first,
  round(epoch(max(c.process.start) - min(c.process.start)), 3) AS seconds,
  list(DISTINCT lower(c.process.name) ORDER BY lower(c.process.name)) AS programs, p.process.entity_id AS entity_id
FROM links l
JOIN processes p ON p.rid = l.parent_rid
JOIN processes c ON c.rid = l.child_rid
WHERE lower(c.process.name) IN ('whoami.exe', 'net.exe', 'net1.exe', 'ipconfig.exe', 'systeminfo.exe', 'tasklist.exe',
  'quser.exe', 'query.exe', 'nltest.exe', 'nslookup.exe', 'arp.exe', 'route.exe', 'netstat.exe', 'hostname.exe', 'dsquery.exe',
  'setspn.exe', 'wmic.exe', 'qwinsta.exe', 'klist.exe', 'cmdkey.exe', 'gpresult.exe', 'ping.exe')
GROUP BY c.host.name, p.process.name, p.process.pid, p.process.entity_id
HAVING len(programs) >= $least AND max(c.process.start) - min(c.process.start) <= to_minutes($minutes)
ORDER BY host, first, entity_id
