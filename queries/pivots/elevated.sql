-- title: Children with more rights than their parent
-- description: Processes of integrity high or system below a parent of medium or low.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT c.host.name AS host, c.process.start AS start, p.process.name AS parent, p.user.name AS parent_user,
  p.process.Ext.token.integrity_level_name AS parent_integrity, c.process.name AS name, c.user.name AS user,
  c.process.Ext.token.integrity_level_name AS integrity, c.process.command_line AS command_line,
  c.process.entity_id AS entity_id
FROM links l
JOIN processes p ON p.rid = l.parent_rid
JOIN processes c ON c.rid = l.child_rid
WHERE lower(c.process.Ext.token.integrity_level_name) IN ('high', 'system')
  AND lower(p.process.Ext.token.integrity_level_name) IN ('low', 'medium', 'untrusted')
  AND ($host IS NULL OR c.host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, c.rid
