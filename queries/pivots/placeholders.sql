-- title: Parents that no record tells of
-- description: Processes known only from what their children say, with how many children; the log begins after their start.
SELECT p.host.name AS host, p.process.name AS name, p.process.pid AS pid, count(*) AS children,
  min(c.process.start) AS first_child, p.process.entity_id AS entity_id
FROM processes p
JOIN links l ON l.parent_rid = p.rid
JOIN processes c ON c.rid = l.child_rid
WHERE p.seen_via IN ('placeholder', 'mentioned')
GROUP BY ALL
ORDER BY host, first_child NULLS FIRST, entity_id
