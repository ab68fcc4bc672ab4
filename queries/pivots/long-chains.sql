-- title: The longest chains
-- description: Processes without children that have the most ancestors, with the names from the root down.
-- param least integer = 6: ancestors at least
-- param limit integer = 50: how many rows
WITH RECURSIVE down(rid, depth, chain) AS (
  SELECT p.rid, 0, [p.process.name] FROM processes p WHERE p.rid NOT IN (SELECT child_rid FROM links)
  UNION ALL
  SELECT c.rid, depth + 1, list_append(chain, c.process.name)
  FROM down
  JOIN links l ON l.parent_rid = down.rid
  JOIN processes c ON c.rid = l.child_rid
)
SELECT d.depth AS ancestors, p.host.name AS host, array_to_string(d.chain, ' > ') AS chain, p.process.start AS start,
  p.process.entity_id AS entity_id
FROM down d
JOIN processes p USING (rid)
WHERE d.depth >= $least AND d.rid NOT IN (SELECT parent_rid FROM links)
ORDER BY ancestors DESC, host, start NULLS FIRST, d.rid
LIMIT $limit
