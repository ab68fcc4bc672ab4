-- title: Where logs disagree on a process
-- description: What each log says of the image, the user or the parent of one process, where they differ: a forged parent shows
--   here.
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT c.host, c.name, c.pid, c.field, c.log, c.value, p.process.start AS start, c.path AS source, c.record, c.entity_id
FROM conflicts c
JOIN processes p ON p.process.entity_id = c.entity_id
WHERE $host IS NULL OR c.host ILIKE $host
ORDER BY c.host, start NULLS FIRST, c.entity_id, c.field, c.log, c.value, source, c.record
