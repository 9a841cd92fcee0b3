using Habitue.Learning;
using Habitue.Learning.Baselines;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class SearchTests
{
    private static readonly Reference Expected = Reference.Of("calibration");
    private static readonly Matrix Rows = Matrix.OfRows(["a", "b"], [.. Expected.Rows("rows").Select(row => Array.ConvertAll(row, value => (float)value))]);
    private static readonly Labeled Classes = new(Rows, Expected.Doubles("targets"));

    // Four rows of known distances: the first two are judged by fold 1, the last two by fold 2.
    private static readonly Labeled Four = new(Matrix.OfColumns(("x", [1, 2, 3, 4])), [1, 3, 5, 5]);
    private static readonly Fold[] Halves = [new([2, 3], [0, 1]), new([0, 1], [2, 3])];

    [Theory]
    [InlineData("auc")]
    [InlineData("logLoss")]
    [InlineData("brier")]
    public void Scores_of_classifiers_are_those_of_scikit_learn(string name)
    {
        var measure = name switch { "auc" => Measures.RocAuc, "logLoss" => Measures.LogLoss, _ => Measures.Brier };
        var sweep = from penalty in new[] { 0.1, 1, 1000 } select new LogisticRegression { Penalty = penalty };

        var found = Search.Grid(sweep, Classes, Split.Stratified(Classes.Targets, 5), measure);

        var expected = Expected["scores"].Rows(name);
        for (var c = 0; c < 3; c++) Reference.Near(expected[c], found.Candidates[c].Scores, 1e-5);
        double[] means = [.. expected.Select(scores => scores.Average())];
        Assert.Equal(name == "auc" ? means.Max() : means.Min(), found.Best.Mean, 1e-5);
        Assert.Equal(3 * 4 * 120, found.LearnedRows);
    }

    [Fact]
    public void Scores_of_regressors_are_those_of_scikit_learn()
    {
        var data = new Labeled(Rows, Expected.Doubles("amounts"));
        var folds = Split.Stratified(new double[120], 4);

        Reference.Near(Expected["amountScores"].Doubles("r2"), Search.Grid([new LinearRegression()], data, folds, Measures.R2).Best.Scores, 1e-5);
        Reference.Near(Expected["amountScores"].Doubles("rmse"), Search.Grid([new LinearRegression()], data, folds, Measures.Rmse).Best.Scores, 1e-5);
    }

    [Fact]
    public void A_mean_and_its_spread_are_worked_out_by_hand()
    {
        var found = Search.Grid(new[] { new Says(2), new Says(5), new Says(100) }, Four, Halves, new Off());

        Assert.Equal([[1.0, 3.0], [3.0, 0.0], [98.0, 95.0]], found.Candidates.Select(one => one.Scores.ToArray()));
        Assert.Equal([2, 1.5, 96.5], found.Candidates.Select(one => one.Mean));
        Assert.Equal(Math.Sqrt(2), found.Candidates[0].Spread, 1e-12);
        Assert.Equal(1, found.Candidates[0].StandardError, 1e-12);
        Assert.Same(found.Candidates[1], found.Best);
        Assert.Equal([0], found.Close.Select(one => one.Number));
        Assert.Equal("Says with Value 5 has the best mean absolute error: 1.5 in the mean of 2 folds, with a standard error of 1.5. Within one standard error of it: Says with Value 2 (2).", found.Reason);
        Assert.Equal("Says with Value 5: mean 1.5, spread 2.121", found.Best.ToString());
        Assert.Equal(5, found.Model.Predict(Four.Rows)[0]);
    }

    [Fact]
    public void A_recipe_is_called_by_what_sets_it_apart()
    {
        IEstimator<Labeled, IClassifier>[] recipes =
        [
            new ClassShares(),
            new LogisticRegression { Penalty = 10 },
            new LogisticRegression { Penalty = 10, Balanced = true },
            new StandardScaler().Then(new LogisticRegression()),
        ];

        var found = Search.Grid(recipes, Classes, Split.Stratified(Classes.Targets, 5), Measures.LogLoss);

        Assert.Equal(["ClassShares", "LogisticRegression with Balanced False", "LogisticRegression with Balanced True", "ClassifierChain"], found.Candidates.Select(one => one.Name));
        Assert.StartsWith($"{found.Best.Name} has the best log loss: 0.", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_equal_recipes_the_first_wins_and_one_fold_says_nothing_of_the_spread()
    {
        var found = Search.Grid(new[] { new Says(9), new Says(5), new Says(5) }, Four, [Halves[1]], new Off());

        Assert.Equal(1, found.Best.Number);
        Assert.Equal(double.NaN, found.Best.Spread);
        Assert.Empty(found.Close);
        Assert.EndsWith("0 in the mean of 1 fold, of which one fold does not say how far it may be off. Which others are as good cannot be said.", found.Reason, StringComparison.Ordinal);
        Assert.EndsWith("There was no other to compare it with.", Search.Grid(new[] { new Says(9) }, Four, Halves, new Off()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recipe_that_looks_at_the_columns_wins()
    {
        IEstimator<Labeled, IClassifier>[] recipes = [new ClassShares(), new LogisticRegression()];

        foreach (var measure in new[] { Measures.RocAuc, Measures.LogLoss, Measures.Brier })
        {
            var found = Search.Grid(recipes, Classes, Split.Stratified(Classes.Targets, 5), measure);

            Assert.Equal(1, found.Best.Number);
            Assert.Equal(120, Assert.IsType<LogisticModel>(found.Model).Card.Rows);
            Assert.EndsWith("The other is not within one standard error.", found.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Halving_keeps_the_best_and_counts_rows()
    {
        var (data, folds) = Hundreds();
        var learned = new List<(float Value, float[] Rows)>();
        var sweep = Enumerable.Range(0, 10).Select(value => new Says(value) { Heard = rows => learned.Add((value, rows.Rows.Column(0))) });

        // 10, then 4, then 2 are left; folds learn from 450 rows at most: 50, 150, 450.
        var found = Search.Halving(sweep, data, folds, new Off(), seed: 3, factor: 3, leastRows: 20);

        Assert.Equal((0, 3), (found.Best.Number, found.Best.Round));
        Assert.Equal([3, 3, 2, 2, 1, 1, 1, 1, 1, 1], found.Candidates.Select(one => one.Round));
        Assert.Equal([900, 900, 300, 300, 100, 100, 100, 100, 100, 100], found.Candidates.Select(one => one.LearnedRows));
        Assert.Equal((10 * 100) + (4 * 300) + (2 * 900), found.LearnedRows);
        Assert.Equal(found.LearnedRows + 900, learned.Sum(one => (long)one.Rows.Length)); // and the last fit on all rows
        Assert.EndsWith(" 8 of 10 were dropped on fewer rows.", found.Reason, StringComparison.Ordinal);

        var best = learned.Where(one => one.Value == 0).Select(one => one.Rows).ToArray(); // folds 1 and 2 of each round, then all rows
        Assert.Subset(best[2].ToHashSet(), best[0].ToHashSet());
        Assert.Subset(best[4].ToHashSet(), best[2].ToHashSet());
        Assert.Equal(folds[0].Train.Select(row => (float)row), best[4]);
        Assert.All(best, rows => Assert.Equal(rows.Order(), rows));
        Assert.All(best, rows => Assert.Equal(rows.Length / 9, rows.Count(row => row % 9 == 0), 1.0)); // every ninth row is of class 1
    }

    [Fact]
    public void Halving_draws_its_rows_by_the_seed()
    {
        Assert.Equal(Drawn(3), Drawn(3));
        Assert.NotEqual(Drawn(3), Drawn(4));
        Assert.Equal(200, Drawn(3, leastRows: 200).Length);
        Assert.Equal(450, Drawn(3, leastRows: 10_000).Length); // a fold has no more

        static float[] Drawn(Seed seed, int leastRows = 20)
        {
            var (data, folds) = Hundreds();
            var first = new List<float[]>();
            Search.Halving(Enumerable.Range(0, 4).Select(value => new Says(value) { Heard = rows => first.Add(rows.Rows.Column(0)) }), data, folds, new Off(), seed, 3, leastRows);
            return first[0];
        }
    }

    [Fact]
    public void Halving_of_few_is_a_grid()
    {
        var sweep = from penalty in new[] { 0.1, 1, 1000 } select new LogisticRegression { Penalty = penalty };
        var folds = Split.Stratified(Classes.Targets, 5);

        var (halved, grid) = (Search.Halving(sweep, Classes, folds, Measures.LogLoss, seed: 1), Search.Grid(sweep, Classes, folds, Measures.LogLoss));

        Assert.Equal(grid.Candidates.Select(one => one.Mean), halved.Candidates.Select(one => one.Mean));
        Assert.Equal(grid.Reason, halved.Reason);
        Assert.Equal(ModelFile.Save(grid.Model), ModelFile.Save(halved.Model));
    }

    [Fact]
    public void Halving_finds_what_a_grid_finds_where_few_rows_are_enough()
    {
        var random = new Seed(2).For(0);
        var (rows, targets) = (new Matrix(3_000, ["x"]), new double[3_000]);
        for (var r = 0; r < targets.Length; r++) targets[r] = random.NextDouble() < 1 / (1 + Math.Exp(-3 * (rows[r, 0] = (float)random.NextDouble() - 0.5f))) ? 1 : 0;
        var data = new Labeled(rows, targets);
        var sweep = Enumerable.Range(-1, 9).Select(power => new LogisticRegression { Penalty = Math.Pow(10, power) }).Reverse();

        var (halved, grid) = (Search.Halving(sweep, data, Split.Stratified(targets, 5), Measures.LogLoss, seed: 7), Search.Grid(sweep, data, Split.Stratified(targets, 5), Measures.LogLoss));

        Assert.Contains(halved.Best.Number, grid.Close.Select(one => one.Number).Append(grid.Best.Number));
        Assert.InRange(halved.LearnedRows, 1, grid.LearnedRows * 7 / 10);
    }

    [Fact]
    public void Random_draws_without_putting_back()
    {
        var drawn = Numbers(seed: 5);

        Assert.Equal(drawn, Numbers(seed: 5));
        Assert.Equal(20, drawn.Distinct().Count());
        Assert.Equal(drawn.Order(), drawn);
        Assert.NotEqual(drawn, Numbers(seed: 6));
        Assert.Equal(Enumerable.Range(0, 1_000).Where(drawn.Contains).Min(), Search.Random(Sweep(1_000), 20, 5, Four, Halves, new Off()).Best.Number); // the nearest
        Assert.Equal([0, 1, 2], Search.Random(Sweep(3), 20, 5, Four, Halves, new Off()).Candidates.Select(one => one.Number));

        static int[] Numbers(Seed seed) => [.. Search.Random(Sweep(1_000), 20, seed, Four, Halves, new Off()).Candidates.Select(one => one.Number)];
    }

    [Fact]
    public void Random_draws_each_as_often_as_any_other()
    {
        var counts = new int[5];
        for (var seed = 0; seed < 1_000; seed++)
            foreach (var one in Search.Random(Sweep(5), 2, seed, Four, Halves, new Off()).Candidates) counts[one.Number]++;

        // 400 of each are expected, with a standard deviation of 15.5.
        Assert.All(counts, count => Assert.InRange(count, 330, 470));
    }

    [Fact]
    public void Folds_in_time_learn_from_the_past_only()
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        DateTime[] times = [.. Enumerable.Range(0, 100).Select(day => start.AddDays(day))];
        var data = new Labeled(Matrix.OfColumns(("day", [.. Enumerable.Range(0, 100).Select(day => (double)day)])), new double[100]);
        var learned = new List<float>();

        var found = Search.Grid([new Says(1) { Heard = rows => learned.Add(rows.Rows.Column(0).Max()) }], data, Split.InTime(times, 3, TimeSpan.FromDays(10), gap: TimeSpan.FromDays(5)), new Off());

        Assert.Equal([64f, 74f, 84f, 99f], learned); // the last is the fit on all rows
        Assert.Equal([1.0, 1.0, 1.0], found.Best.Scores);
        Assert.Equal(65 + 75 + 85, found.LearnedRows);
    }

    [Fact]
    public void Weights_count_in_the_scores()
    {
        var weighted = new Labeled(Four.Rows, Four.Targets, [1, 3, 1, 1]);

        // Of the rows of fold 1, with targets 1 and 3, the second counts three times.
        Assert.Equal(Math.Sqrt((1 + (3 * 1)) / 4.0), Search.Grid(new[] { new Says(2) }, weighted, Halves, Measures.Rmse).Best.Scores[0], 1e-12);
        Assert.Equal(Math.Sqrt((25 + (3 * 9)) / 4.0), Search.Grid(new[] { new Says(6) }, weighted, Halves, Measures.Rmse).Best.Scores[0], 1e-12);
    }

    [Fact]
    public void What_cannot_be_searched_is_named()
    {
        var three = new Labeled(Rows, Expected.Doubles("three"));
        Assert.Contains("no recipe to try", Refused(() => Search.Grid(Array.Empty<Says>(), Four, Halves, new Off())), StringComparison.Ordinal);
        Assert.Contains("Recipe 1 of those to try is null", Refused(() => Search.Grid(new[] { new Says(1), null! }, Four, Halves, new Off())), StringComparison.Ordinal);
        Assert.Contains("There is no fold", Refused(() => Search.Grid(new[] { new Says(1) }, Four, [], new Off())), StringComparison.Ordinal);
        Assert.Contains("The R2 of fold 2 is NaN for Says; take", Refused(() => Search.Grid(new[] { new Says(1) }, Four, Halves, Measures.R2)), StringComparison.Ordinal);
        Assert.Contains("The Brier score is for two classes; there are 3: 0, 1, 2", Refused(() => Search.Grid([new LogisticRegression()], three, Split.Stratified(three.Targets, 5), Measures.Brier)), StringComparison.Ordinal);
        Assert.InRange(Search.Grid([new LogisticRegression()], three, Split.Stratified(three.Targets, 5), Measures.LogLoss).Best.Mean, 0.1, Math.Log(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Random(Sweep(3), 0, 1, Four, Halves, new Off()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Halving(Sweep(3), Four, Halves, new Off(), 1, factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Search.Halving(Sweep(3), Four, Halves, new Off(), 1, leastRows: 0));
        Assert.Equal("Penalty", Assert.Throws<SettingException>(() => Search.Grid([new LogisticRegression { Penalty = -1 }], Classes, Split.Stratified(Classes.Targets, 5), Measures.LogLoss)).Setting);

        static string Refused(Action search) => Assert.Throws<BadDataException>(search).Message;
    }

    [Fact]
    public void Progress_rises_to_one_and_a_cancelled_search_stops_before_the_next_fit()
    {
        var (shares, fits) = (new List<double>(), 0);
        using var cancel = new CancellationTokenSource();
        var (data, folds) = Hundreds();
        Search.Halving(Enumerable.Range(0, 10).Select(value => new Says(value)), data, folds, new Off(), 1, run: new FitRun(Progress: new Listener(shares.Add)));

        Assert.Equal(shares.Order(), shares);
        Assert.Equal((10 + 4 + 2) * 2 + 2, shares.Count); // the fits, the last one, and the end
        Assert.Equal(1, shares[^1]);
        Assert.Throws<OperationCanceledException>(() => Search.Grid(Enumerable.Range(0, 10).Select(value => new Says(value) { Heard = _ =>
        {
            fits++;
            cancel.Cancel();
        } }), Four, Halves, new Off(), new FitRun(cancel.Token)));
        Assert.Equal(1, fits);
    }

    /// <summary>900 rows whose one column is their number; every ninth is of class 1. The best answer is 0.</summary>
    private static (Labeled Data, IReadOnlyList<Fold> Folds) Hundreds()
    {
        double[] numbers = [.. Enumerable.Range(0, 900).Select(row => (double)row)], targets = [.. numbers.Select(row => row % 9 == 0 ? 1.0 : 0.0)];
        return (new Labeled(Matrix.OfColumns(("row", numbers)), targets), Split.Stratified(targets, 2));
    }

    /// <summary>Answers that are worse and worse for <see cref="Four"/>.</summary>
    private static IEnumerable<Says> Sweep(int count) => Enumerable.Range(0, count).Select(number => new Says(10 + number));

    /// <summary>Says the same of every row.</summary>
    private sealed record Says(float Value) : IEstimator<Labeled, Says.Model>
    {
        internal Action<Labeled>? Heard { get; init; }

        public Model Fit(Labeled data, FitRun run = default)
        {
            Heard?.Invoke(data);
            run.Progress?.Report(1);
            return new Model(Value);
        }

        internal sealed class Model(float value) : IRegressor
        {
            public ModelCard Card => throw new NotSupportedException();

            public void Predict(Matrix x, Span<float> into) => into.Fill(value);

            public void Save(ModelWriter to) => throw new NotSupportedException();
        }
    }

    private sealed class Off : IMeasure<IRegressor>
    {
        public string Name => "mean absolute error";

        public bool HigherIsBetter => false;

        public double Of(IRegressor model, Labeled judged) => RegressionMeasures.Mae(judged.Targets, model.Predict(judged.Rows), judged.Weights);
    }

    private sealed class Listener(Action<double> heard) : IProgress<double>
    {
        public void Report(double value) => heard(value);
    }
}
