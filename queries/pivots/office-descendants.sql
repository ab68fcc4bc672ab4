-- title: What Office programs and readers started
-- description: Every descendant of Word, Excel, PowerPoint, Outlook and the like, with its depth below them.
-- param host text = NULL: only hosts like this name; % stands for anything
WITH RECURSIVE down(rid, office, depth) AS (
  SELECT rid, process.name, 0
  FROM processes
  WHERE lower(process.name) IN ('winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe', 'onenote.exe', 'msaccess.exe',
    'mspub.exe', 'visio.exe', 'eqnedt32.exe', 'acrord32.exe', 'acrobat.exe')
  UNION ALL
  SELECT l.child_rid, office, depth + 1 FROM down JOIN links l ON l.parent_rid = down.rid
)
SELECT p.host.name AS host, d.office, d.depth, p.process.start AS start, p.process.name AS name, p.process.pid AS pid,
  p.process.command_line AS command_line, p.process.entity_id AS entity_id
FROM down d
JOIN processes p USING (rid)
WHERE d.depth > 0 AND ($host IS NULL OR p.host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, d.rid, d.depth, d.office
