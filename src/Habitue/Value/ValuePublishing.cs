using System.Globalization;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning.Lifetime;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Value;

/// <summary>Works out everybody's value by the promoted model, part by part so that a million customers need little memory, and replaces the tables.</summary>
internal static class ValuePublishing
{
    public const double YearDays = 365;

    private const int PartCustomers = 100_000, Draws = 300, FewDraws = 100, Many = 100_000;

    public static StageDone Publish(SliceRun run, ShelvedModel shelved)
    {
        var chosen = Settings(shelved);
        var settings = ValueSettings.Read(run.Warehouse);
        var pareto = run.Shelf.Load<ParetoNbdModel>(shelved, "pareto-nbd");
        double Number(string name) => double.Parse(chosen[name], CultureInfo.InvariantCulture);
        var masses = new IntervalLevels(Number("mass_80"), Number("mass_95"));
        var known = run.Warehouse.Scalar<long>($"SELECT COUNT(DISTINCT customer_id) FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(run.AsOf)}");
        var parts = Math.Max(1, (known + PartCustomers - 1) / PartCustomers);

        using var transaction = run.Warehouse.Begin();
        run.Warehouse.Execute($"""
            CREATE OR REPLACE TABLE {ValueTables.Customers} (customer_id VARCHAR, as_of TIMESTAMP, probability_alive DOUBLE, purchases_30d DOUBLE, purchases_90d DOUBLE, purchases_12m DOUBLE,
                spend_per_purchase DOUBLE, value_12m DOUBLE, low_80 DOUBLE, high_80 DOUBLE, low_95 DOUBLE, high_95 DOUBLE, kept_12m DOUBLE, kept_low_80 DOUBLE, kept_high_80 DOUBLE, value_so_far DOUBLE, model VARCHAR, version INTEGER);
            CREATE OR REPLACE TABLE {ValueTables.Facts} (as_of TIMESTAMP, horizon_days INTEGER, purchases_by VARCHAR, money_by VARCHAR, coverage_80 DOUBLE, coverage_95 DOUBLE, margin DOUBLE, discount DOUBLE, series VARCHAR);
            CREATE OR REPLACE TABLE {ValueTables.Reasons} (customer_id VARCHAR, place INTEGER, reason VARCHAR, contribution DOUBLE, words VARCHAR)
            """);
        run.Warehouse.Execute($"INSERT INTO {ValueTables.Facts} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [run.AsOf, (int)Number("horizon_days"), chosen["purchases"], chosen["money"], Number("coverage_80"), Number("coverage_95"), settings.Margin, settings.Discount, SeriesWords(run, settings, chosen["learned"] == "yes")]);
        (double, double)? levels = null;
        AverageCustomer? average = null;
        for (var part = 0L; part < parts; part++)
        {
            run.Stage.Moves(new StageProgress("value: everybody's next 12 months", part, parts));
            var forecast = Promoted(run, shelved, parts == 1 ? "TRUE" : $"hash(o.customer_id) % {parts} = {part}");
            if (forecast.At.Count == 0) continue;
            levels ??= masses.Levels(Shares(run, forecast));   // a part is drawn by chance: it stands for all
            var values = Append(run, forecast, settings, levels.Value, known > Many ? FewDraws : Draws, shelved);
            average ??= AverageCustomer.Of(forecast.At);
            Explain(run, shelved, settings, forecast, values, average, (int)(ValueReasons.MostCustomers / parts));
        }
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {ValueTables.Cohorts} AS\n{SliceQueries.Read("Value/value_cohorts")}", run.Cancel);
        AliveCurves.Publish(run, pareto, SeasonOf(chosen));
        transaction.Commit();

        var (customers, value, alive) = run.Warehouse.Rows<(long, double, double)>($"SELECT COUNT(*), COALESCE(SUM(value_12m), 0), COALESCE(SUM(probability_alive), 0) FROM {ValueTables.Customers}")[0];
        return new StageDone(string.Create(CultureInfo.InvariantCulture, $"{Words.Count(customers, "customer")}{(alive < 0.995 * customers ? $", {alive:N0} of them likely still buying," : "")} expected to bring {value:N0} in 12 months"));
    }

    /// <summary>What the model on the shelf says of customers as they are now.</summary>
    /// <param name="run">The warehouse.</param>
    /// <param name="shelved">The model.</param>
    /// <param name="part">Which customers, as a condition on o.customer_id.</param>
    public static Forecast Promoted(SliceRun run, ShelvedModel shelved, string part)
    {
        var chosen = Settings(shelved);
        var series = SeriesOf(run, chosen);
        var learned = chosen["learned"] == "yes";
        var at = ValueHistories.Read(run, run.AsOf, int.Parse(chosen["horizon_days"], CultureInfo.InvariantCulture), learned ? CustomerFeatures.Table : null, part).In(SeasonOf(chosen));
        return Forecast.Of(ValueModel.Load(run.Shelf, shelved, learned), at, chosen["purchases"], chosen["money"], series) with { RateLevel = Level(chosen, "rate_level"), PriceLevel = Level(chosen, "price_level") };
    }

    private static double Level(Dictionary<string, string> chosen, string name) => chosen.TryGetValue(name, out var level) ? double.Parse(level, CultureInfo.InvariantCulture) : 1;

    /// <summary>Models of before seasons were looked for have none.</summary>
    private static ValueSeason SeasonOf(Dictionary<string, string> chosen) => ValueSeason.Parse(chosen.GetValueOrDefault("season", "none"));

    private static IntervalShares Shares(SliceRun run, Forecast forecast) =>
        IntervalLevels.Shares(forecast.Some().Futures(YearDays, IntervalLevels.Draws, _ => 1, run), [], run.Threads, run.Cancel);

    private static Dictionary<string, string> Settings(ShelvedModel shelved) => KeptJson.Named(shelved.Settings);

    /// <summary>Adds the customers to the table, and answers with their values.</summary>
    private static double[] Append(SliceRun run, Forecast forecast, ValueSettings settings, (double Level80, double Level95) levels, int draws, ShelvedModel shelved)
    {
        var (at, buying, count) = (forecast.At, forecast.Model.Buying, forecast.At.Count);
        var (worth, values) = Values(forecast, settings);
        var futures = forecast.Futures(YearDays, draws, i => worth[i], run);
        var spend = buying.Spend.ExpectedSpend(at.Spending);
        double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, count).Select(value)];
        double[] low80 = new double[count], high80 = new double[count], low95 = new double[count], high95 = new double[count];
        futures.Each(run.Threads, (i, amounts) =>
        {
            (low80[i], high80[i]) = PredictiveInterval.Of(amounts, levels.Level80);
            var (low, high) = PredictiveInterval.Of(amounts, levels.Level95);
            (low95[i], high95[i]) = (Math.Min(low, low80[i]), Math.Max(high, high80[i]));
        }, run.Cancel);
        double[] keptLow = new double[count], keptHigh = new double[count], alive = buying.Alive(at);
        (futures with { Kept = true }).Each(run.Threads, (i, amounts) => (keptLow[i], keptHigh[i]) = PredictiveInterval.Of(amounts, levels.Level80), run.Cancel);
        using var rows = run.Warehouse.Appender(ValueTables.Customers);
        rows.Append(at.Customers, Same(run.AsOf, count), alive, forecast.Purchased(30), forecast.Purchased(90), forecast.Purchased(YearDays),
            Each(i => spend[i] * futures.Amount[i] / Math.Max(1e-12, worth[i])), values, low80, high80, low95, high95,
            Each(i => values[i] / Math.Max(1e-12, alive[i])), keptLow, keptHigh, at.Number("spent").ToArray(), Same(ValueTraining.Name, count), Same(shelved.Version, count));
        return values;
    }

    /// <summary>What a unit of each customer's money counts today, and the value of 12 months.</summary>
    private static (double[] Worth, double[] Values) Values(Forecast forecast, ValueSettings settings)
    {
        var (at, buying) = (forecast.At, forecast.Model.Buying);
        var year = buying.Purchases(at, YearDays);
        var (worth, spend, rates, prices) = (Worth(buying, at, year, settings), buying.Spend.ExpectedSpend(at.Spending), forecast.Rates(YearDays), forecast.Prices(YearDays));
        return (worth, [.. year.Select((count, i) => rates[i] * count * spend[i] * prices[i] * worth[i])]);
    }

    /// <summary>Takes everybody's value apart, or that of the most valuable where there are very many.</summary>
    private static void Explain(SliceRun run, ShelvedModel shelved, ValueSettings settings, Forecast forecast, double[] values, AverageCustomer average, int most)
    {
        if (forecast.At.Count > most)
            forecast = forecast.Take([.. Enumerable.Range(0, values.Length).OrderByDescending(row => values[row]).ThenBy(row => row).Take(most).Order()]);
        var (series, learned) = (SeriesOf(run, Settings(shelved)), Settings(shelved)["learned"] == "yes");
        var parts = ValueReasons.Parts(forecast.At, average, learned, at =>
            Values(Forecast.Of(forecast.Model, at, forecast.Purchases, forecast.Money, series) with { RateLevel = forecast.RateLevel, PriceLevel = forecast.PriceLevel }, settings).Values);
        ValueReasons.Publish(run, forecast.At, average, parts);
    }

    private static ValueSeries? SeriesOf(SliceRun run, Dictionary<string, string> chosen) => chosen["series"] == "none" ? null : ValueSeries.Read(run.Warehouse, ValueSettings.Read(run.Warehouse).SeriesLagDays);

    /// <summary>What a unit of each customer's money of the coming year counts today: purchases of a month count as made in its middle.</summary>
    private static double[] Worth(BuyingModels buying, ValueHistories at, double[] year, ValueSettings settings)
    {
        if (settings.Discount == 0) return ForecastErrors.Same(settings.Margin, at.Count);
        var (sums, before) = (new double[at.Count], new double[at.Count]);
        for (var month = 1; month <= 12; month++)
        {
            var (until, factor) = (buying.Purchases(at, month * YearDays / 12), Math.Pow(1 + settings.Discount, -(month - 0.5) / 12));
            for (var i = 0; i < sums.Length; i++) sums[i] += factor * (until[i] - before[i]);
            before = until;
        }
        return [.. sums.Select((sum, i) => settings.Margin * (year[i] > 0 ? sum / year[i] : 1))];
    }

    private static string SeriesWords(SliceRun run, ValueSettings settings, bool learned) => ValueSeries.Read(run.Warehouse, settings.SeriesLagDays) is not { } series ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{series.Count} dates from {series.First:yyyy-MM-dd} to {series.Last:yyyy-MM-dd}, known {settings.SeriesLagDays} days later{(learned ? "" : "; not used, as no forecast that learns was better")}");

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];
}
