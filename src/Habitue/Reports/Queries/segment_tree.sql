-- The last merges of Ward's tree, the lowest first.
SELECT node, left_node, right_node, height, left_customers, right_customers FROM segment_tree ORDER BY node
