using System.Globalization;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Value;

/// <summary>Chooses by a past period who forecasts best, judges it by the next one, and publishes everybody's value.</summary>
internal static class ValueTraining
{
    public const string Name = "value";

    /// <summary>More customers than this are not needed to choose and to learn: then as many are drawn, by the hash of their names.</summary>
    private const int MostCustomers = 40_000;

    private const int LeastCustomers = 20, LeastReturning = 10;

    public static StageDone Train(SliceRun run)
    {
        try
        {
            var origins = Check(run);
            run.Shelf.Put(Learn(run, origins));
        }
        catch (Exception lack) when (lack is NotReadyException or BadDataException)
        {
            ValueTables.Drop(run.Warehouse);
            throw;
        }
        return Score(run);
    }

    public static StageDone Score(SliceRun run)
    {
        if (run.Shelf.Promoted(Name) is not { } shelved)
        {
            ValueTables.Drop(run.Warehouse);
            throw new NotReadyException(run.Shelf.All().FirstOrDefault(one => one.Name == Name) is { } tried
                ? $"no forecast is better than what needs no model: {tried.Verdict} It needs more customers or a longer history."
                : $"there is no model yet; `habitue train {Name}` makes one.");
        }
        return ValuePublishing.Publish(run, shelved);
    }

    private static ValueOrigins Check(SliceRun run)
    {
        var (customers, returning, first) = run.Warehouse.Rows<(long, long, DateTime?)>($"""
            SELECT COUNT(*), COUNT(*) FILTER (WHERE days > 1), MIN(first_at)
            FROM (SELECT customer_id, COUNT(DISTINCT CAST(ordered_at AS DATE)) AS days, MIN(ordered_at) AS first_at FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(run.AsOf)} GROUP BY customer_id) c
            """)[0];
        if (first is null) throw new NotReadyException("it needs orders of known customers; there are none.");
        if (customers < LeastCustomers) throw new NotReadyException($"it needs at least {LeastCustomers} customers who bought; there {(customers == 1 ? "is 1" : $"are {customers}")}.");
        if (returning == 0) throw new NotReadyException($"it needs customers who came back; all {customers:N0} bought on one day only.");
        if (returning < LeastReturning) throw new NotReadyException($"it needs at least {LeastReturning} customers who came back; of {customers:N0} there {(returning == 1 ? "is 1" : $"are {returning}")}.");
        return ValueOrigins.Of(first.Value, run.AsOf);
    }

    private static ModelDraft Learn(SliceRun run, ValueOrigins origins)
    {
        var settings = ValueSettings.Read(run.Warehouse);
        var series = ValueSeries.Read(run.Warehouse, settings.SeriesLagDays);
        var moments = (DateTime[])[.. origins.Train, origins.Validation, origins.Test];
        series?.MustReach(moments[0]);
        var learns = origins.Train.Count > 0;
        if (learns) run.Past.Have(moments, run.Cancel);
        var known = run.Warehouse.Scalar<long>($"SELECT COUNT(DISTINCT customer_id) FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(run.AsOf)}");
        // The first of the same order by which the past features leave out customers, so that both keep the same ones.
        var part = known > MostCustomers ? string.Create(CultureInfo.InvariantCulture, $"stable_hash(o.customer_id) % 1000000 < {(long)(1e6 * MostCustomers / known)}") : "TRUE";
        ValueHistories At(DateTime moment) => ValueHistories.Read(run, moment, origins.HorizonDays, learns && moment < run.AsOf ? PastFeatures.Table : null, part);
        ValueHistories[] at = [.. moments.Append(run.AsOf).Select(At)];
        if (at.FirstOrDefault(one => CountReturning(one) < LeastReturning) is { } thin)
        {
            at = [.. at.Where(one => one.Moment >= origins.Validation)];
            if (at.FirstOrDefault(one => CountReturning(one) < LeastReturning) is { } early)
                throw new NotReadyException($"by {early.Moment:yyyy-MM-dd}, from where it is tried out, at least {LeastReturning} customers must have come back; {CountReturning(early)} had. It needs a longer history.");
        }
        for (var i = 0; i < at.Length; i++) at[i] = at[i].In(ValueSeason.Of(run, at[i], part));
        var models = new BuyingModels[at.Length];
        Parallel.For(0, at.Length, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = run.Threads > 0 ? run.Threads : Environment.ProcessorCount },
            i => models[i] = BuyingModels.Fit(at[i], new FitRun(run.Cancel, Threads: 1)));
        if (!models[^1].KnowsLeaving && models.LastOrDefault(one => one.KnowsLeaving) is { } seen) models[^1] = models[^1].LeavingAs(seen);
        (ValueHistories At, BuyingModels Models)[] all = [.. at.Zip(models)];
        var (past, validation, test, now) = (all[..^3], all[^3], all[^2], all[^1]);
        ValueModel Model(BuyingModels buying, params (ValueHistories, BuyingModels)[] from) => ValueModel.Learn(buying, from, series, run.Seed, run.Fit);

        // Chosen by the validation period; the levels of the intervals come from there too, so that the test period judges both.
        var trial = Forecast.Choose(Model(validation.Models, past), validation.At, series, run);
        var trialShares = trial.TriedWithoutSeason(run);
        var levels = IntervalLevels.Of([trialShares]);
        var learned = past.Length > 0 && !(ValueModel.IsPlain(trial.Purchases) && ValueModel.IsPlain(trial.Money));
        var judged = Forecast.Of(Model(test.Models, learned ? [.. past, validation] : []), test.At, trial.Purchases, trial.Money, series);
        var tried = judged.Tried(run);
        var sheet = ValueSheet.Of(judged, trial, tried, levels.Levels(tried), run);
        var latest = IntervalLevels.Of([trialShares, judged.TriedWithoutSeason(run)]).For(ValuePublishing.YearDays, origins.HorizonDays);
        var final = Model(now.Models, learned ? [.. past, validation, test] : []);
        var everybody = final.Encoding is null ? now.At : ValueHistories.Read(run, run.AsOf, origins.HorizonDays, CustomerFeatures.Table, part).In(now.At.Season);
        var today = Forecast.Of(final, everybody, trial.Purchases, trial.Money, series).WithoutSeason(ValuePublishing.YearDays);
        return new ModelDraft
        {
            Name = Name,
            Slice = Name,
            Purpose = "What each customer is expected to buy and to bring within 12 months, net of refunds, with an interval of what may really come: for budgets, and for how much a customer may cost. Not for deciding on credit.",
            AsOf = run.AsOf,
            Data = run.Data,
            LearnedFrom = string.Create(CultureInfo.InvariantCulture, $"{past.Length} earlier moments to learn from, {validation.At.Count:N0} customers as of {origins.Validation:yyyy-MM-dd} to choose by, {test.At.Count:N0} as of {origins.Test:yyyy-MM-dd} to judge by, each with what came in the {origins.HorizonDays} days after it.{(part == "TRUE" ? "" : $" Of {known:N0} customers these were drawn.")}"),
            Recipe = $"purchases: {trial.Purchases}; money: {trial.Money}",
            Settings = new Dictionary<string, string>
            {
                ["purchases"] = trial.Purchases, ["money"] = trial.Money, ["horizon_days"] = $"{origins.HorizonDays}", ["learned"] = final.Encoding is null ? "no" : "yes",
                ["mass_80"] = latest.Mass80.ToString("R", CultureInfo.InvariantCulture), ["mass_95"] = latest.Mass95.ToString("R", CultureInfo.InvariantCulture),
                ["coverage_80"] = sheet.In80.ToString("R", CultureInfo.InvariantCulture), ["coverage_95"] = sheet.In95.ToString("R", CultureInfo.InvariantCulture),
                ["rate_level"] = today.RateLevel.ToString("R", CultureInfo.InvariantCulture), ["price_level"] = today.PriceLevel.ToString("R", CultureInfo.InvariantCulture),
                ["season"] = now.At.Season.Text,
                ["series"] = series is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{series.Count} dates from {series.First:yyyy-MM-dd} to {series.Last:yyyy-MM-dd}, known {settings.SeriesLagDays} days later"),
            },
            Features = final.Encoding?.Card.Columns ?? ["purchases", "recency", "age", "spent"],
            Metrics = sheet.Metrics,
            Ready = sheet.BeatsBaseline,
            Verdict = $"{sheet.Verdict} Chosen: {trial.Why}.",
            Limits = $"It was tried out on {origins.HorizonDays} days; what lies beyond is carried on by the curve of Pareto/NBD, what was learned counting half. A season, a price or an assortment that was not there before moves everybody at once, and the intervals of single customers do not hold that. Customers who never bought, or sent everything back, have no value.",
            Parts = final.Parts,
        };
    }

    private static int CountReturning(ValueHistories at)
    {
        var count = 0;
        foreach (var repeats in at.Buying.Repeats) count += repeats > 0 ? 1 : 0;
        return count;
    }
}
