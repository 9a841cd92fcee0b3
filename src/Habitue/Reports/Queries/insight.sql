-- How a slice stands, in words.
SELECT words FROM insights WHERE slice = $1 AND NOT ready
