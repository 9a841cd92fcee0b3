using System.Globalization;
using Habitue.Learning.Data;

namespace Habitue.Value;

/// <summary>With whom a customer is compared: as many purchases, as long known, as long silent and as much per purchase as customers are on average, in whole numbers.</summary>
internal sealed record AverageCustomer(int Purchases, int AgeDays, int SilentDays, double Spend, IReadOnlyDictionary<string, double> Others)
{
    /// <summary>The columns that say no more than the four things by which histories differ.</summary>
    private static readonly HashSet<string> History = ["purchases", "age", "recency", "spent"];

    public static AverageCustomer Of(ValueHistories at)
    {
        static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(0).Average();
        double[] purchases = [.. at.Number("purchases")], age = [.. at.Number("age")], recency = [.. at.Number("recency")], spent = [.. at.Number("spent")];
        return new AverageCustomer(Math.Max(1, (int)Math.Round(Mean(purchases))), (int)Math.Round(Mean(age)), (int)Math.Round(Mean(age.Zip(recency, (known, last) => known - last))),
            Mean(spent.Zip(purchases, (all, count) => all / count)),
            at.Rows.Columns.OfType<NumberColumn>().Where(column => !History.Contains(column.Name)).ToDictionary(column => column.Name, column => Mean(column.Values.ToArray())));
    }

    /// <summary>
    /// The customers, but of each only some things are the own ones and the others the average customer's. Whatever is taken from whom, it is a history that can be: who
    /// bought once has not bought again, and who did bought at least a day after the first time.
    /// </summary>
    public ValueHistories With(ValueHistories at, bool spend, bool frequency, bool silence, bool age, bool others)
    {
        double[] ownPurchases = [.. at.Number("purchases")], ownAge = [.. at.Number("age")], ownRecency = [.. at.Number("recency")], ownSpent = [.. at.Number("spent")];
        double[] purchases = new double[at.Count], known = new double[at.Count], recency = new double[at.Count], mean = new double[at.Count], one = new double[at.Count];
        for (var i = 0; i < at.Count; i++)
        {
            purchases[i] = frequency ? ownPurchases[i] : Purchases;
            var silent = silence ? ownAge[i] - ownRecency[i] : SilentDays;
            var days = age ? ownAge[i] : AgeDays;
            recency[i] = purchases[i] > 1 ? Math.Max(1, days - silent) : 0;
            (known[i], mean[i], one[i]) = (Math.Max(days, recency[i]), spend ? ownSpent[i] / ownPurchases[i] : Spend, 1);
        }
        var spent = spend && frequency ? ownSpent : [.. mean.Zip(purchases, (each, count) => each * count)];
        FrameColumn[] columns =
        [
            new NumberColumn("purchases", purchases), new NumberColumn("age", known), new NumberColumn("recency", recency), new NumberColumn("spent", spent),
            .. at.Rows.Columns.OfType<NumberColumn>().Where(column => !History.Contains(column.Name))
                .Select(column => others ? column : new NumberColumn(column.Name, [.. Enumerable.Repeat(Others[column.Name], at.Count)])),
        ];
        var spending = new PurchaseHistories(Array.ConvertAll(purchases, count => (int)count), one, one, mean);
        return (at with { Rows = new Frame(columns), Spending = spending }).In(at.Season);
    }

    /// <param name="currency">What stands before amounts.</param>
    public string Words(string currency) => string.Create(CultureInfo.InvariantCulture, $"the average customer: {Purchases} purchases of {currency}{Spend:N2}, known for {AgeDays} days, silent for {SilentDays}");
}
