-- The products with the most buyers, and the three that go best with each.
SELECT COALESCE(p.product_name, p.product_id) AS product, CAST(p.buyers AS BIGINT) AS buyers, COALESCE(q.product_name, q.product_id) AS similar, s.reason
FROM (SELECT * FROM products ORDER BY buyers DESC, product_id LIMIT 6) p
JOIN product_similar s ON s.product_id = p.product_id AND s.place <= 3
JOIN products q ON q.product_id = s.similar_product_id
ORDER BY p.buyers DESC, p.product_id, s.place
