-- One row per numeric column of customer_features, in the order of the table.
SELECT column_name
FROM information_schema.columns
WHERE table_schema = 'main' AND table_name = 'customer_features'
    AND column_name NOT IN ('customer_id', 'as_of') AND column_name NOT LIKE 'rfm%'
    AND (data_type IN ('DOUBLE', 'FLOAT', 'BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT', 'HUGEINT', 'UBIGINT', 'UINTEGER')
        OR data_type LIKE 'DECIMAL%')
ORDER BY ordinal_position
