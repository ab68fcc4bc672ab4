-- title: Rare pairs of parent and child
-- description: Pairs of image names that occur on few hosts and seldom, rarest first, with one example of each.
-- param hosts integer = 1: seen on at most so many hosts
-- param times integer = 3: seen at most so often
SELECT lower(p.process.name) AS parent, lower(c.process.name) AS child, count(DISTINCT c.host.name) AS hosts,
  count(*) AS times, min(c.process.start) AS first, min(c.host.name) AS host,
  arg_min(c.process.entity_id, c.rid) AS entity_id
FROM links l
JOIN processes p ON p.rid = l.parent_rid
JOIN processes c ON c.rid = l.child_rid
WHERE p.process.name IS NOT NULL AND c.process.name IS NOT NULL
GROUP BY lower(p.process.name), lower(c.process.name)
HAVING count(DISTINCT c.host.name) <= $hosts AND count(*) <= $times
ORDER BY hosts, times, parent, child
