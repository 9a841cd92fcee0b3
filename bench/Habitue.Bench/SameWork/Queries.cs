using System.Globalization;

namespace Habitue.Bench.SameWork;

/// <summary>What the script does with pandas, as SQL.</summary>
internal static class Queries
{
    public const string Clean = """
        CREATE TABLE known AS
            SELECT InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice, CAST(CustomerID AS INTEGER) AS customer, CAST(Quantity * UnitPrice AS DOUBLE) AS amount
            FROM (SELECT DISTINCT * FROM raw)
            WHERE CustomerID IS NOT NULL AND InvoiceNo NOT LIKE 'C%' AND Quantity > 0 AND UnitPrice > 0;
        CREATE TABLE sales AS
            SELECT k.* FROM known k, (SELECT quantile_cont(Quantity, [0.25, 0.75]) AS q, quantile_cont(UnitPrice, [0.25, 0.75]) AS p FROM known)
            WHERE Quantity BETWEEN q[1] - 1.5 * (q[2] - q[1]) AND q[2] + 1.5 * (q[2] - q[1]) AND UnitPrice BETWEEN p[1] - 1.5 * (p[2] - p[1]) AND p[2] + 1.5 * (p[2] - p[1]);
        """;

    public static string Load(string folder) => $$"""
        CREATE TABLE raw AS FROM read_csv('{{folder}}/*.csv', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {
            'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'Description': 'VARCHAR', 'Quantity': 'INTEGER', 'InvoiceDate': 'TIMESTAMP', 'UnitPrice': 'DOUBLE', 'CustomerID': 'DOUBLE', 'Country': 'VARCHAR' })
        """;

    public static string Features(DateTime cut) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT customer, frequency, monetary, quantity, lines, products, avg_price, active_months, weekend_share, recency_days, tenure_days,
            span_days / GREATEST(frequency - 1, 1) AS mean_gap_days, monetary / frequency AS avg_basket_value, lines / frequency AS avg_basket_lines, invoices_90d, spend_90d
        FROM (
            SELECT
                customer, CAST(COUNT(DISTINCT InvoiceNo) AS DOUBLE) AS frequency, SUM(amount) AS monetary, CAST(SUM(Quantity) AS DOUBLE) AS quantity, CAST(COUNT(*) AS DOUBLE) AS lines,
                CAST(COUNT(DISTINCT StockCode) AS DOUBLE) AS products, AVG(UnitPrice) AS avg_price, CAST(COUNT(DISTINCT year(InvoiceDate) * 12 + month(InvoiceDate)) AS DOUBLE) AS active_months,
                AVG(CASE WHEN isodow(InvoiceDate) >= 6 THEN 1.0 ELSE 0.0 END) AS weekend_share, date_sub('day', MAX(InvoiceDate), {At(cut)}) AS recency_days, date_sub('day', MIN(InvoiceDate), {At(cut)}) AS tenure_days,
                date_sub('day', MIN(InvoiceDate), MAX(InvoiceDate)) AS span_days,
                CAST(COUNT(DISTINCT InvoiceNo) FILTER (WHERE InvoiceDate >= {At(cut.AddDays(-90))}) AS DOUBLE) AS invoices_90d,
                COALESCE(SUM(amount) FILTER (WHERE InvoiceDate >= {At(cut.AddDays(-90))}), 0) AS spend_90d
            FROM sales WHERE InvoiceDate < {At(cut)} GROUP BY customer)
        """);

    public static string Examples(DateTime cut, DateTime horizon) => $"""
        SELECT f.*, CAST(b.customer IS NOT NULL AS INTEGER) AS bought
        FROM ({Features(cut)}) f
        LEFT JOIN (SELECT DISTINCT customer FROM sales WHERE InvoiceDate >= {At(cut)} AND InvoiceDate < {At(horizon)}) b ON b.customer = f.customer
        ORDER BY f.customer
        """;

    private static string At(DateTime moment) => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{moment:yyyy-MM-dd HH:mm:ss}'");
}
