using System.Globalization;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Evaluation;

/// <summary>One recipe that a search tried, and how it did.</summary>
/// <param name="Number">Its place in the sequence of recipes, from 0.</param>
/// <param name="Name">The sort of recipe and the settings in which it differs from the others of its sort: "LogisticRegression with Penalty 0.01".</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Round">The last round that it was in, from 1; halving has several.</param>
/// <param name="LearnedRows">How many rows it learned from in that round, all folds together.</param>
/// <param name="Scores">Its figure in each fold of that round.</param>
public sealed record SearchCandidate<TModel>(int Number, string Name, IEstimator<Labeled, TModel> Recipe, int Round, long LearnedRows, IReadOnlyList<double> Scores)
    where TModel : class, IModel
{
    /// <summary>The mean of the scores, each fold counting the same.</summary>
    public double Mean => Scores.Average();

    /// <summary>The standard deviation of the scores (with n - 1); NaN of one.</summary>
    public double Spread
    {
        get
        {
            var mean = Mean;
            return Scores.Count < 2 ? double.NaN : Math.Sqrt(Scores.Sum(score => (score - mean) * (score - mean)) / (Scores.Count - 1));
        }
    }

    /// <summary>
    /// How far the mean may be off: <see cref="Spread"/> divided by the root of the number of folds. Folds share rows to learn from, so
    /// that it is rather too small; it is a yardstick, no proof.
    /// </summary>
    public double StandardError => Spread / Math.Sqrt(Scores.Count);

    /// <summary>Its name, mean and spread.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: mean {Mean:G4}, spread {Spread:G4}");
}

/// <summary>What a search found.</summary>
/// <param name="Candidates">Every recipe that was tried, in the order of the sequence, with its scores in the last round that it was in.</param>
/// <param name="Best">The one with the best mean of those in the last round; of equal ones the first.</param>
/// <param name="Close">The others of that round whose mean is within one standard error of the best's, in the order of the sequence. A simpler one among them is as good a choice.</param>
/// <param name="Reason">Why it was chosen, in words.</param>
/// <param name="LearnedRows">How many rows were learned from in all rounds together: what the search cost, the last fit aside.</param>
/// <param name="Model">The best recipe, fitted on all rows.</param>
public sealed record SearchResult<TModel>(
    IReadOnlyList<SearchCandidate<TModel>> Candidates,
    SearchCandidate<TModel> Best,
    IReadOnlyList<SearchCandidate<TModel>> Close,
    string Reason,
    long LearnedRows,
    TModel Model)
    where TModel : class, IModel
{
    internal static (SearchCandidate<TModel> Best, SearchCandidate<TModel>[] Close, string Reason) Choose(IReadOnlyList<SearchCandidate<TModel>> last, int tried, IMeasure<TModel> by)
    {
        var best = by.HigherIsBetter ? last.MaxBy(one => one.Mean)! : last.MinBy(one => one.Mean)!;
        SearchCandidate<TModel>[] close = [.. last.Where(one => one.Number != best.Number && Math.Abs(one.Mean - best.Mean) <= best.StandardError)];
        var folds = best.Scores.Count;
        var first = string.Create(CultureInfo.InvariantCulture, $"{best.Name} has the best {by.Name}: {best.Mean:G4} in the mean of {folds} fold{(folds == 1 ? "" : "s")}");
        var error = double.IsNaN(best.StandardError) ? ", of which one fold does not say how far it may be off" : string.Create(CultureInfo.InvariantCulture, $", with a standard error of {best.StandardError:G2}");
        var others = last.Count == 1 ? "There was no other to compare it with"
            : double.IsNaN(best.StandardError) ? "Which others are as good cannot be said"
            : close.Length == 0 && last.Count == 2 ? "The other is not within one standard error"
            : close.Length == 0 ? $"None of the {last.Count - 1} others is within one standard error"
            : "Within one standard error of it: " + string.Join("; ", close.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} ({one.Mean:G4})")));
        var dropped = tried == last.Count ? "" : $" {tried - last.Count} of {tried} were dropped on fewer rows.";
        return (best, close, $"{first}{error}. {others}.{dropped}");
    }
}
