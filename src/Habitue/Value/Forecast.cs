using Habitue.Insights;

namespace Habitue.Value;

/// <summary>What a model says of the period after a moment: who forecasts purchases and money, and the answers.</summary>
/// <param name="Purchases">Who forecasts purchases.</param>
/// <param name="Money">Who forecasts money.</param>
/// <param name="Counts">Purchases of each customer.</param>
/// <param name="Amounts">Money of each customer.</param>
/// <param name="Why">Why these were chosen.</param>
internal sealed record Forecast(ValueModel Model, ValueHistories At, string Purchases, string Money, double[] Counts, double[] Amounts, string Why = "")
{
    /// <summary>Factors that <see cref="WithoutSeason"/> finds for all customers together.</summary>
    public double RateLevel { get; init; } = 1;

    /// <summary>The same for money.</summary>
    public double PriceLevel { get; init; } = 1;

    /// <summary>A forecast may differ from the models of buying by such a factor: beyond it the shape of their futures says nothing.</summary>
    private const double MostFactor = 10;

    /// <summary>A period as long as this has all seasons in it; 360 days are the longest that is tried out.</summary>
    private const int WholeYear = 330;

    /// <summary>Only when a whole year was tried out does it tell how much all customers together buy in a year: a part of one has a season of its own.</summary>
    private bool KnowsYears => At.HorizonDays >= WholeYear;

    /// <summary>The forecast of chosen candidates; one that could not learn here is replaced by the best-known plain one.</summary>
    public static Forecast Of(ValueModel model, ValueHistories at, string purchases, string money, ValueSeries? series)
    {
        var (counts, ofMoney) = model.Answers(at, purchases, money, series);
        var chosen = counts.TryGetValue(purchases, out var there) ? there : counts["Pareto/NBD"];
        var amounts = ofMoney(chosen);
        return new Forecast(model, at, purchases, money, chosen, amounts.TryGetValue(money, out var said) ? said : amounts["purchases times spend"]);
    }

    /// <summary>The forecast of the candidates that err least on a period whose outcome is known.</summary>
    public static Forecast Choose(ValueModel model, ValueHistories at, ValueSeries? series, SliceRun run)
    {
        var (counts, ofMoney) = model.Answers(at, null, null, series);
        var (purchases, why) = ForecastErrors.Choose(at.Bought, counts, run.Seed, run.Fit);
        var amounts = ofMoney(counts[purchases]);
        var (money, whyMoney) = ForecastErrors.Choose(at.Money, amounts, run.Seed, run.Fit);
        return new Forecast(model, at, purchases, money, counts[purchases], amounts[money], $"{purchases} for purchases, {why}; {money} for money, {whyMoney}");
    }

    /// <summary>
    /// How much oftener than Pareto/NBD says each customer is expected to buy within so many days. The period was tried out: there the forecast holds. Beyond it
    /// what a candidate has learned is half believed (the root of the factor), since customers drift back towards what their like do.
    /// </summary>
    public double[] Rates(double days) => Believed(RateFactors, RateLevel, days);

    /// <summary>Purchases of each customer within so many days.</summary>
    public double[] Purchased(double days) => [.. Model.Buying.Purchases(At, days).Zip(Rates(days), (count, rate) => count * rate)];

    /// <summary>How much more than gamma-gamma says a purchase within so many days is expected to bring.</summary>
    public double[] Prices(double days) => Believed(PriceFactors, PriceLevel, days);

    /// <summary>Futures of so many days that agree with the forecast: each customer's rate and amounts are moved by as much as it differs from the models of buying.</summary>
    /// <param name="days">From the moment on.</param>
    /// <param name="draws">How many futures of each.</param>
    /// <param name="worth">What a unit of money counts: discount and margin.</param>
    /// <param name="run">Seed and threads.</param>
    public FutureDraws Futures(double days, int draws, Func<int, double> worth, SliceRun run) =>
        new(Model.Buying, At, Rates(days), [.. Prices(days).Select((factor, i) => factor * worth(i))], days, draws, run.Seed);

    /// <summary>What intervals of each level hold of the period that was tried out, on at most <see cref="IntervalLevels.MostCustomers"/> customers.</summary>
    public IntervalShares Tried(SliceRun run)
    {
        var some = Some();
        return IntervalLevels.Shares(some.Futures(At.HorizonDays, IntervalLevels.Draws, _ => 1, run), [.. some.At.Money], run.Threads, run.Cancel);
    }

    /// <summary>
    /// The same as far as it tells of the next 12 months. A season lifts or lowers what everybody spends in a part of a year, and is over within the year: intervals made
    /// wide enough for it would be too wide then. So unless a whole year was tried out, the forecast is first moved to what all customers together bought and brought, and what
    /// is left is how far single customers lie from their own forecasts.
    /// </summary>
    public IntervalShares TriedWithoutSeason(SliceRun run)
    {
        if (KnowsYears) return Tried(run);
        static double Level(double came, double said) => came > 0 && said > 0 ? Math.Clamp(came / said, 1 / MostFactor, MostFactor) : 1;
        var some = Some();
        var (rate, all) = (Level(Sum(some.At.Bought), Sum(some.Counts)), Level(Sum(some.At.Money), Sum(some.Amounts)));
        var futures = some.Futures(At.HorizonDays, IntervalLevels.Draws, _ => all / rate, run);
        return IntervalLevels.Shares(futures with { Rate = [.. futures.Rate.Select(one => one * rate)] }, [.. some.At.Money], run.Threads, run.Cancel);
    }

    /// <summary>The forecast for fewer customers, drawn evenly.</summary>
    public Forecast Some() => At.Count <= IntervalLevels.MostCustomers ? this
        : Take([.. Enumerable.Range(0, IntervalLevels.MostCustomers).Select(i => (int)((long)i * At.Count / IntervalLevels.MostCustomers))]);

    /// <summary>The forecast for some of the customers.</summary>
    public Forecast Take(int[] rows)
    {
        var fewer = At with { Customers = [.. rows.Select(row => At.Customers[row])], Buying = At.Buying.Take(rows), Spending = At.Spending.Take(rows), Rows = At.Rows.Take(rows) };
        return this with { At = fewer, Counts = [.. rows.Select(row => Counts[row])], Amounts = [.. rows.Select(row => Amounts[row])] };
    }

    /// <summary>Where a customer of this forecast stands in <see cref="Some"/>; -1 for one who is left out.</summary>
    public int PlaceInSome(int row)
    {
        if (At.Count <= IntervalLevels.MostCustomers) return row;
        var place = (((long)row * IntervalLevels.MostCustomers) + At.Count - 1) / At.Count;
        return place * At.Count / IntervalLevels.MostCustomers == row ? (int)place : -1;
    }

    private double[] Believed(double[] factors, double level, double days)
    {
        if (days <= At.HorizonDays) return factors;
        var (tried, whole) = (Model.Buying.Purchases(At, At.HorizonDays), Model.Buying.Purchases(At, days));
        return [.. factors.Select((factor, i) => whole[i] > 0 ? ((factor * tried[i]) + (level * Math.Sqrt(factor) * (whole[i] - tried[i]))) / whole[i] : factor)];
    }

    private double[] RateFactors => Factors(Counts, Model.Buying.Purchases(At, At.HorizonDays));

    private double[] PriceFactors
    {
        get
        {
            var spend = Model.Buying.Spend.ExpectedSpend(At.Spending);
            return Factors(Amounts, [.. Counts.Select((count, i) => count * spend[i])]);
        }
    }

    /// <summary>
    /// By what the learned factors must be multiplied beyond the period that was tried out, so that they tell customers apart but leave how much all of them buy and spend there
    /// as the models of buying say: learned in a part of a year, it was the season's doing as well. 1 where nothing was learned, or a whole year was tried out.
    /// </summary>
    public Forecast WithoutSeason(double days)
    {
        var (tried, whole) = (Model.Buying.Purchases(At, At.HorizonDays), Model.Buying.Purchases(At, days));
        double[] beyond = [.. whole.Select((count, i) => count - tried[i])];
        double Level(string candidate, double[] factors)
        {
            var level = Sum([.. beyond.Zip(factors, (count, factor) => count * Math.Sqrt(factor))]);
            return KnowsYears || ValueModel.IsPlain(candidate) || level <= 0 ? 1 : Sum(beyond) / level;
        }
        return this with { RateLevel = Level(Purchases, RateFactors), PriceLevel = Level(Money, PriceFactors) };
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static double[] Factors(double[] said, double[] usual) =>
        [.. said.Select((value, i) => usual[i] > 1e-9 ? Math.Clamp(value / usual[i], 1 / MostFactor, MostFactor) : 1)];
}
