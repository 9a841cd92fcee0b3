using Habitue.Duck;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Definitions;
using Habitue.Host;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Experiments.Uplift;

/// <summary>Finds out whom a treatment helps, from the two arms of a test, and scores everybody by it.</summary>
/// <param name="warehouse">A home's with features; its functions are installed.</param>
/// <param name="asOf">Exposures and outcomes later than this do not count.</param>
internal sealed class UpliftWork(DuckConnection warehouse, DateTime asOf)
{
    /// <summary>The treated variant; the sentence says what is missing.</summary>
    /// <exception cref="UserMistakeException">There is none of this name, or none is named and there are several.</exception>
    public static string VariantOf(Experiment experiment, string? named)
    {
        string[] treated = [.. experiment.Variants.Skip(1).Select(variant => variant.Name)];
        if (experiment.Goal is { Kind: MetricKind.OrderValue } or { LessIsBetter: true })
            throw new UserMistakeException($"{experiment.Key}: its goal {experiment.Goal.Name} is {(experiment.Goal.LessIsBetter ? "better when less" : "a ratio")}; whom to treat is learned for what each customer does or spends, more being better.");
        return named is null
            ? treated.Length == 1 ? treated[0] : throw new UserMistakeException($"{experiment.Key} has several treated variants ({string.Join(", ", treated)}); say which with --variant.")
            : treated.Contains(named) ? named : throw new UserMistakeException($"{experiment.Key} has no treated variant '{named}'; there {(treated.Length == 1 ? "is" : "are")} {string.Join(", ", treated)}.");
    }

    /// <summary>Judges, and publishes or takes away what was published.</summary>
    /// <param name="experiment">The test.</param>
    /// <param name="variant">The treated variant.</param>
    /// <param name="joined">Which ids are one customer.</param>
    /// <param name="cost">What a contact costs, in the unit of the goal.</param>
    /// <param name="seed">Where random choices start from.</param>
    /// <param name="run">How fits are carried out.</param>
    public UpliftReport Do(Experiment experiment, string variant, IReadOnlyList<(string Id, string FirstId)> joined, double cost, Seed seed, FitRun run)
    {
        ExperimentTables.MakeExposures(warehouse);
        var report = new ExperimentAnalysis(warehouse, asOf).Knowing(joined).Judge(experiment, run.Cancel);
        foreach (var (arm, customers) in experiment.Variants.Zip(report.Arms))
            if (customers == 0 && (arm == experiment.Variants[0] || arm.Name == variant)) throw new UserMistakeException($"{experiment.Key}: nobody has seen {arm.Name} yet; whom to treat is learned from customers of both arms.");
        var result = report.Verdict == Analysis.Verdict.Withheld ? new UpliftReport(experiment, variant, UpliftState.Withheld, report.Sentence) : Learn(experiment, variant, cost, seed, run);
        // What an earlier call published must not pass for an answer of today.
        if (result.State != UpliftState.Ready) UpliftTable.Publish(warehouse, experiment.Key, variant, [], [], [], [], asOf);
        return result;
    }

    private UpliftReport Learn(Experiment experiment, string variant, double cost, Seed seed, FitRun run)
    {
        var now = warehouse.Rows<DateTime>($"SELECT as_of FROM {CustomerFeatures.Table} LIMIT 1") is [var moment] ? moment : throw new UserMistakeException("No customer is known yet; `habitue run PATH` loads some.");
        var rows = UpliftRows.Read(warehouse, new PastFeatures(warehouse, now), experiment, variant, asOf, run.Cancel);
        try
        {
            var found = UpliftContest.Run(rows, cost, seed, run);
            var sentence = UpliftWords.Of(found.Sheet, variant, cost);
            return found.Sheet.IsReady
                ? new UpliftReport(experiment, variant, UpliftState.Ready, sentence, rows, found.Sheet, Score(experiment, variant, found, cost, now, run))
                : new UpliftReport(experiment, variant, UpliftState.NotReady, sentence, rows, found.Sheet);
        }
        catch (NotReadyException lack)
        {
            return new UpliftReport(experiment, variant, UpliftState.NotReady, $"Not ready: {lack.Message}", rows);
        }
    }

    /// <summary>Everybody known who may be addressed, as of now.</summary>
    private ScoredUplift Score(Experiment experiment, string variant, FoundUplift found, double cost, DateTime now, FitRun run)
    {
        var everybody = FrameReader.Read(warehouse, $"SELECT f.* FROM {CustomerFeatures.Table} f WHERE {Consent.MayBeContacted(warehouse, "f.customer_id")} ORDER BY f.customer_id", run.Cancel);
        var (ids, uplift) = ((TextColumn)everybody["customer_id"], found.Model.Uplift(everybody));
        var harmed = found.Sheet.Fifths.Where(fifth => fifth.IsSleepingDog).Select(fifth => fifth.Fifth).ToHashSet();
        int[] order = [.. Enumerable.Range(0, uplift.Length).OrderByDescending(row => uplift[row]).ThenBy(row => row)];
        var fifths = Array.ConvertAll(order, row => UpliftJudge.FifthOf(found.Cuts, uplift[row]));
        bool[] treat = [.. order.Select((row, place) => uplift[row] > cost && !harmed.Contains(fifths[place]))];
        UpliftTable.Publish(warehouse, experiment.Key, variant, Array.ConvertAll(order, row => ids[row]!), Array.ConvertAll(order, row => (double)uplift[row]), fifths, treat, now);
        return new ScoredUplift(order.Length, treat.Count(one => one), fifths.Count(harmed.Contains), LeftOut(), now);
    }

    private string? LeftOut() => Consent.Refusals(warehouse) is { } refusals
        ? Consent.InWords(warehouse.Rows<(string, long)>($"SELECT r.why, COUNT(*) FROM ({refusals}) r JOIN {CustomerFeatures.Table} f ON f.customer_id = r.customer_id GROUP BY r.why")) : null;
}
