-- title: Processes by a piece of their command line
-- description: Command lines that hold a text, letter case aside, in order.
-- param text text: the text
-- param host text = NULL: only hosts like this name; % stands for anything
SELECT host.name AS host, process.start AS start, process.name AS name, process.pid AS pid,
  process.command_line AS command_line, user.name AS user, process.entity_id AS entity_id
FROM processes
WHERE contains(lower(process.command_line), lower($text)) AND ($host IS NULL OR host.name ILIKE $host)
ORDER BY host, start NULLS FIRST, rid
