using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Evaluation;

/// <summary>One search: rounds of candidates, each tried in every fold.</summary>
internal sealed class SearchRun<TModel>
    where TModel : class, IModel
{
    private readonly Labeled data;
    private readonly IReadOnlyList<Fold> folds;
    private readonly IMeasure<TModel> measure;
    private readonly FitRun run;
    private Dictionary<int, string> names = [];
    private int done;

    public SearchRun(Labeled data, IReadOnlyList<Fold> folds, IMeasure<TModel> measure, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(measure);
        CrossValidation.Judged(data, folds);
        (this.data, this.folds, this.measure, this.run) = (data, folds, measure, run);
    }

    public static IReadOnlyList<(int Number, IEstimator<Labeled, TModel> Recipe)> Numbered(IEnumerable<IEstimator<Labeled, TModel>> recipes)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        return [.. recipes.Select((recipe, number) => (number, recipe))];
    }

    /// <summary>A round per share of the rows to learn from; after each but the last, one in <paramref name="factor"/> candidates is kept.</summary>
    public SearchResult<TModel> Of(IReadOnlyList<(int Number, IEstimator<Labeled, TModel> Recipe)> candidates, IReadOnlyList<double> shares, int factor, Seed seed, int leastRows)
    {
        if (candidates.Count == 0) throw new BadDataException("There is no recipe to try.");
        foreach (var (number, recipe) in candidates)
            if (recipe is null) throw new BadDataException($"Recipe {number} of those to try is null.");
        names = candidates.Zip(RecipeNames.Of([.. candidates.Select(one => one.Recipe)])).ToDictionary(pair => pair.First.Number, pair => pair.Second);
        var orders = shares.Count == 1 ? [] : folds.Select((fold, f) => Order([.. fold.Train], seed, f)).ToArray();
        var (tried, learned, inRound) = (new SortedDictionary<int, SearchCandidate<TModel>>(), 0L, candidates);
        var fits = Fits(candidates.Count, shares.Count, factor);
        SearchCandidate<TModel>[] round = [];
        for (var number = 0; number < shares.Count; number++)
        {
            round = Try(inRound, number + 1, fold => Rows(fold, orders, shares[number], leastRows), fits);
            foreach (var one in round) tried[one.Number] = one;
            learned += round.Sum(one => one.LearnedRows);
            var best = measure.HigherIsBetter ? round.OrderByDescending(one => one.Mean) : round.OrderBy(one => one.Mean);
            inRound = [.. best.Take(Kept(round.Length, factor)).OrderBy(one => one.Number).Select(one => (one.Number, one.Recipe))];
        }

        var (chosen, close, reason) = SearchResult<TModel>.Choose(round, candidates.Count, measure);
        run.Cancel.ThrowIfCancellationRequested();
        var model = chosen.Recipe.Fit(data, Part(fits));
        run.Progress?.Report(1);
        return new SearchResult<TModel>([.. tried.Values], chosen, close, reason, learned, model);
    }

    private static int Kept(int candidates, int factor) => (candidates + factor - 1) / factor;

    private SearchCandidate<TModel>[] Try(IReadOnlyList<(int Number, IEstimator<Labeled, TModel> Recipe)> candidates, int round, Func<int, int[]> rows, int fits)
    {
        // Fold by fold, so that the rows of one are copied once and not once per candidate.
        var (scores, learned) = (candidates.Select(_ => new double[folds.Count]).ToArray(), 0L);
        for (var f = 0; f < folds.Count; f++)
        {
            var chosen = rows(f);
            learned += chosen.Length;
            var (learn, judge) = (data.Take(chosen), data.Take([.. folds[f].Test]));
            for (var c = 0; c < candidates.Count; c++)
            {
                run.Cancel.ThrowIfCancellationRequested();
                scores[c][f] = measure.Of(candidates[c].Recipe.Fit(learn, Part(fits)), judge);
                if (!double.IsFinite(scores[c][f])) throw new BadDataException($"The {measure.Name} of fold {f + 1} is {scores[c][f]} for {names[candidates[c].Number]}; take fewer or stratified folds, or another measure.");
            }
        }

        return [.. candidates.Select((one, c) => new SearchCandidate<TModel>(one.Number, names[one.Number], one.Recipe, round, learned, scores[c]))];
    }

    private int[] Rows(int fold, int[][] orders, double share, int leastRows)
    {
        int[] all = [.. folds[fold].Train];
        if (share == 1) return all;
        var count = Math.Min(all.Length, Math.Max(leastRows, (int)Math.Round(share * all.Length)));
        int[] rows = orders[fold][..count];
        Array.Sort(rows);
        return rows;
    }

    /// <summary>Rows in an order of which every beginning holds each class in its share, and at least one row of it: what is drawn decides among equals.</summary>
    private int[] Order(int[] rows, Seed seed, int fold)
    {
        var random = seed.For(fold);
        for (var i = rows.Length - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }

        var (counts, numbers, keys) = (rows.CountBy(row => data.RawTargets[row]).ToDictionary(), new Dictionary<double, int>(), new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            var target = data.RawTargets[rows[i]];
            var number = numbers.GetValueOrDefault(target);
            (numbers[target], keys[i]) = (number + 1, (double)number / counts[target]);
        }

        return [.. Enumerable.Range(0, rows.Length).OrderBy(i => keys[i]).Select(i => rows[i])];
    }

    private int Fits(int candidates, int rounds, int factor)
    {
        var fits = 1;
        for (var round = 0; round < rounds; round++, candidates = Kept(candidates, factor)) fits = checked(fits + (candidates * folds.Count));
        return fits;
    }

    private FitRun Part(int fits) => run.Part((double)done / fits, (double)++done / fits);
}
