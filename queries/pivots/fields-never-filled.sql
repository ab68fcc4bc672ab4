-- title: Fields that no record of a file fills
-- description: What a rule or a pivot that reads such a field can't find in these files.
-- param like text = process.%: only fields like this; % stands for anything
SELECT field, count(*) AS files, list(path ORDER BY path) AS paths
FROM (SELECT path, unnest(never_filled) AS field FROM sources)
WHERE field LIKE $like
GROUP BY field
ORDER BY files DESC, field
