using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Evaluation;

/// <summary>
/// Tries recipes and keeps the best. The recipes are any sequence, usually a query; put simpler ones first, for of equal ones the first
/// wins. <see cref="Grid"/> tries each: for up to some dozens. <see cref="Random"/> tries some, drawn by a seed: for combinations of
/// many settings, of which few matter. <see cref="Halving"/> tries all on few rows and only the better ones on more: for much data and
/// slow recipes, when what is good on few rows is good on many.
/// <code>
/// var sweep = from penalty in new[] { 0.01, 1, 100 } select new LogisticRegression { Penalty = penalty };
/// var found = Search.Grid(sweep, data, Split.Stratified(data.Targets, 5), Measures.LogLoss);
/// Console.WriteLine(found.Reason);
/// float[] risk = found.Model.Probability(newCustomers);
/// </code>
/// Folds by <see cref="Split.InTime"/> when the future is what counts. Whatever is learned from data (scaling, calibration) belongs into
/// the recipes. The best of many looks better than it is: judge it once more by rows that the search never saw. Everything is decided by
/// recipes, rows, folds and seed, whatever the number of threads.
/// Cost: a fit per candidate and fold, and one on all rows; memory: a copy of the rows of one fold.
/// A recipe that refuses the data or has a wrong setting stops the search with its own error.
/// </summary>
public static class Search
{
    /// <summary>Tries every recipe.</summary>
    /// <param name="recipes">The candidates.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">What to learn from and what to judge by; each row is judged once at most.</param>
    /// <param name="measure">What to choose by.</param>
    /// <param name="run">Progress, and an end before time; looked at before each fit.</param>
    /// <exception cref="BadDataException">There is no recipe or one is null, there is no fold, or the measure has nothing to say of a fold (one class only); folds are counted from 1.</exception>
    public static SearchResult<TModel> Grid<TModel>(IEnumerable<IEstimator<Labeled, TModel>> recipes, Labeled data, IReadOnlyList<Fold> folds, IMeasure<TModel> measure, FitRun run = default)
        where TModel : class, IModel => new SearchRun<TModel>(data, folds, measure, run).Of(SearchRun<TModel>.Numbered(recipes), [1.0], 1, default, 0);

    /// <summary>Tries some of the recipes, drawn without putting back; all when there are no more than that.</summary>
    /// <param name="recipes">The candidates, of which there may be millions: only the drawn ones are kept.</param>
    /// <param name="count">How many to try, at least 1.</param>
    /// <param name="seed">Where they are drawn from.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">What to learn from and what to judge by; each row is judged once at most.</param>
    /// <param name="measure">What to choose by.</param>
    /// <param name="run">Progress, and an end before time; looked at before each fit.</param>
    /// <exception cref="BadDataException">As for <see cref="Grid"/>.</exception>
    /// <remarks>Source: Bergstra and Bengio, "Random search for hyper-parameter optimization" (2012); drawn by Vitter's algorithm R (1985).</remarks>
    public static SearchResult<TModel> Random<TModel>(IEnumerable<IEstimator<Labeled, TModel>> recipes, int count, Seed seed, Labeled data, IReadOnlyList<Fold> folds, IMeasure<TModel> measure, FitRun run = default)
        where TModel : class, IModel
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(recipes);
        var (random, drawn, number) = (seed.For(0), new List<(int Number, IEstimator<Labeled, TModel> Recipe)>(), 0);
        foreach (var recipe in recipes)
        {
            if (drawn.Count < count) drawn.Add((number, recipe));
            else if (random.Below(number + 1) is var place && place < count) drawn[place] = (number, recipe);
            number = checked(number + 1);
        }

        return new SearchRun<TModel>(data, folds, measure, run).Of([.. drawn.OrderBy(one => one.Number)], [1.0], 1, default, 0);
    }

    /// <summary>
    /// Tries all recipes on few rows, keeps the best of them, tries these on <paramref name="factor"/> times as many, and so on; the last
    /// at most <paramref name="factor"/> learn from all rows of their folds. Every round is judged by all rows to judge by. The rows of a
    /// round hold those of the round before, and each class in its share.
    /// </summary>
    /// <param name="recipes">The candidates.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">What to learn from and what to judge by; each row is judged once at most.</param>
    /// <param name="measure">What to choose by.</param>
    /// <param name="seed">Where the rows of a round are drawn from.</param>
    /// <param name="factor">One in how many is kept (rounded up), at least 2.</param>
    /// <param name="leastRows">No fold learns from fewer rows than this, unless it has fewer; at least 1.</param>
    /// <param name="run">Progress, and an end before time; looked at before each fit.</param>
    /// <exception cref="BadDataException">As for <see cref="Grid"/>.</exception>
    /// <remarks>Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization" (2016).</remarks>
    public static SearchResult<TModel> Halving<TModel>(IEnumerable<IEstimator<Labeled, TModel>> recipes, Labeled data, IReadOnlyList<Fold> folds, IMeasure<TModel> measure, Seed seed, int factor = 3, int leastRows = 100, FitRun run = default)
        where TModel : class, IModel
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastRows, 1);
        var candidates = SearchRun<TModel>.Numbered(recipes);
        var shares = new List<double> { 1 };
        for (var left = candidates.Count; left > factor; left = (left + factor - 1) / factor) shares.Insert(0, shares[0] / factor);
        return new SearchRun<TModel>(data, folds, measure, run).Of(candidates, shares, factor, seed, leastRows);
    }
}
