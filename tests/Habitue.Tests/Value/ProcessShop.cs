using System.Globalization;
using System.Text;
using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Value;

/// <summary>
/// A shop whose customers do just what Pareto/NBD and gamma-gamma suppose, so that the truth is known: orders over years, of which the slice is shown the first ones only.
/// Customers come evenly over the first half of the history.
/// </summary>
internal sealed class ProcessShop
{
    public const double R = 0.8, Alpha = 6, S = 0.6, Beta = 12, P = 4, Q = 5, V = 40;

    public static readonly DateTime AsOf = new(2025, 1, 1);

    public List<(string Customer, DateTime At, decimal Amount)> Orders { get; } = [];

    public static ProcessShop Of(int customers, int historyDays, int seed)
    {
        var (shop, random) = (new ProcessShop(), new Seed((ulong)seed).For(0));
        for (var customer = 0; customer < customers; customer++)
        {
            var (rate, leaving, scale) = (random.Gamma(R) / Alpha / 7, random.Gamma(S) / Beta / 7, random.Gamma(Q) / V);
            var day = -historyDays + (random.NextDouble() * historyDays / 2);
            var gone = day + (random.Exponential() / leaving);
            while (day < Math.Min(gone, 366))
            {
                shop.Orders.Add(($"c{customer:00000}", AsOf.AddDays(day), (decimal)Math.Round(Math.Max(0.01, random.Gamma(P) / scale), 2)));
                day += random.Exponential() / rate;
            }
        }
        return shop;
    }

    /// <summary>As the tables that the slice reads.</summary>
    public string Sql(Func<(string Customer, DateTime At, decimal Amount), bool>? which = null) => Tables(Orders.Where(which ?? (_ => true)).Select((one, i) => ($"o{i}", one.Customer, one.At, one.Amount)), []);

    /// <summary>As a file that anybody could bring.</summary>
    public string Csv()
    {
        var text = new StringBuilder("order_id,customer_id,date,product,quantity,unit_price\n");
        foreach (var (i, one) in Orders.Index()) text.Append(CultureInfo.InvariantCulture, $"o{i},{one.Customer},{one.At:yyyy-MM-dd HH:mm:ss},thing,1,{one.Amount}\n");
        return text.ToString();
    }

    /// <summary>What a customer spent in the 365 days from the moment on.</summary>
    public Dictionary<string, double> Came() => Orders.Where(one => one.At >= AsOf && one.At < AsOf.AddDays(365)).GroupBy(one => one.Customer).ToDictionary(group => group.Key, group => (double)group.Sum(one => one.Amount));

    public static string Tables(IEnumerable<(string Order, string Customer, DateTime At, decimal Amount)> orders, IEnumerable<(string Order, string Customer, DateTime At, decimal Amount)> returns)
    {
        static string Rows(IEnumerable<(string Order, string Customer, DateTime At, decimal Amount)> rows) =>
            string.Join(',', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"('{row.Order}','{row.Customer}',TRUE,TIMESTAMP '{row.At:yyyy-MM-dd HH:mm:ss}',{row.Amount})")));
        var (sold, back) = (Rows(orders), Rows(returns));
        return $"""
            CREATE OR REPLACE TABLE orders (order_id VARCHAR, customer_id VARCHAR, is_known BOOLEAN, ordered_at TIMESTAMP, revenue DECIMAL(18,4));
            CREATE OR REPLACE TABLE returns (of_order_id VARCHAR, customer_id VARCHAR, is_known BOOLEAN, returned_at TIMESTAMP, amount DECIMAL(18,4));
            {(sold.Length > 0 ? $"INSERT INTO orders VALUES {sold};" : "")}
            {(back.Length > 0 ? $"INSERT INTO returns VALUES {back};" : "")}
            """;
    }
}
