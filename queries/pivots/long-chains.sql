-- title: The longest chains
-- description: Processes without children that have the most ancestors, with the names from the root down.
-- param least integer = 6: ancestors at least
-- param limit integer = 50: how many rows
WITH RECURSIVE down(rid, depth) AS (
  SELECT DISTINCT parent_rid, 0 FROM links WHERE parent_rid NOT IN (SELECT child_rid FROM links)
  UNION ALL
  SELECT l.child_rid, depth + 1 FROM down JOIN links l ON l.parent_rid = down.rid
),
longest AS (
  SELECT rid
  FROM down
  WHERE depth >= $least AND rid NOT IN (SELECT parent_rid FROM links)
  ORDER BY depth DESC, rid
  LIMIT $limit
),
up(last, rid, height) AS (
  SELECT rid, rid, 0 FROM longest
  UNION ALL
  SELECT last, l.parent_rid, height + 1 FROM up JOIN links l ON l.child_rid = up.rid
)
SELECT max(u.height) AS ancestors, p.host.name AS host,
  string_agg(coalesce(a.process.name, '?'), ' > ' ORDER BY u.height DESC) AS chain, p.process.start AS start,
  p.process.entity_id AS entity_id
FROM up u
JOIN processes a ON a.rid = u.rid
JOIN processes p ON p.rid = u.last
GROUP BY u.last, p.host.name, p.process.start, p.process.entity_id
ORDER BY ancestors DESC, u.last
