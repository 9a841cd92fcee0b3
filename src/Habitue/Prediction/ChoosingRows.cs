using Habitue.Lake.Log;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Preprocessing;

namespace Habitue.Prediction;

/// <summary>
/// The rows that recipes are chosen by, encoded, and which of them each is learned from: earlier ones. Where later rows have columns that those do not
/// have (a shop may have begun to watch its site after the first moments), the rows of the validation moment are answered about by what is learned from other customers instead: a recipe
/// has to be chosen by what it will know.
/// </summary>
/// <param name="Encoding">What the encoder learned of them.</param>
/// <param name="Rows">All of them.</param>
/// <param name="Folds">Each row is judged by once at most.</param>
/// <param name="IsOfKnown">Whether they are those of <see cref="PredictionTask.Known"/>.</param>
internal sealed record ChoosingRows(FrameEncoding Encoding, Labeled Rows, IReadOnlyList<Fold> Folds, bool IsOfKnown)
{
    /// <summary>More rows than this teach these recipes little and cost much: then as many are drawn.</summary>
    private const int MostRows = 200_000;

    /// <summary>As many rows are enough to choose by; then other parts of the customers are not asked too.</summary>
    private const int EnoughToChoose = 4_000;

    /// <summary>The outcomes of the rows to choose by, in the order of the folds.</summary>
    public double[] Targets { get; } = [.. Folds.SelectMany(fold => fold.Test).Select(row => Rows.Targets[row])];

    public static ChoosingRows Of(PredictionTask task, Seed seed, FitRun run)
    {
        if (task is { Known: { } known, KnownFolds: { } parts }) return Apart(known, parts, seed, run);
        var train = task.Train.Take(Drawn(task.Train, seed));
        var encoding = new FrameEncoder { Log = true, Seed = seed }.FitEncode(train, out var rows, run);
        var learn = train.With(rows);
        var all = Join(learn, task.Validation.With(encoding.Encode(task.Validation.Rows)));
        return new ChoosingRows(encoding, all, [new Fold([.. Enumerable.Range(0, learn.Rows.Rows)], [.. Enumerable.Range(learn.Rows.Rows, all.Rows.Rows - learn.Rows.Rows)])], IsOfKnown: false);
    }

    private static ChoosingRows Apart(LabeledFrame known, CustomerFolds customers, Seed seed, FitRun run)
    {
        var drawn = Drawn(known, seed);
        var some = known.Take(drawn);
        var encoding = new FrameEncoder { Log = true, Seed = seed }.FitEncode(some, out var rows, run);
        var folds = new List<Fold>();
        for (var held = 0; held < CustomerFolds.Count && folds.Sum(fold => fold.Test.Count) < EnoughToChoose; held++)
        {
            var (learn, judge) = (new List<int>(), new List<int>());
            for (var row = 0; row < drawn.Length; row++)
            {
                if (customers.Of[drawn[row]] != held) learn.Add(row);
                else if (customers.Judges[drawn[row]]) judge.Add(row);
            }
            folds.Add(new Fold(learn, judge));
        }
        return new ChoosingRows(encoding, some.With(rows), folds, IsOfKnown: true);
    }

    /// <summary>What a recipe says of the rows to choose by, in the order of the folds.</summary>
    public float[] Answers(IEstimator<Labeled, IClassifier> recipe, FitRun run) =>
        [.. Folds.SelectMany(fold => recipe.Fit(Rows.Take([.. fold.Train]), run).Probability(Rows.Rows.Take([.. fold.Test])))];

    /// <summary>The numbers of the rows to learn from.</summary>
    public static int[] Drawn(LabeledFrame data, Seed seed)
    {
        if (data.Rows.Rows <= MostRows) return [.. Enumerable.Range(0, data.Rows.Rows)];
        var random = seed.For(0);
        var (rows, left, need) = (new List<int>(MostRows), data.Rows.Rows, MostRows);
        for (var row = 0; row < data.Rows.Rows; row++, left--)
        {
            if (random.NextDouble() * left >= need) continue;
            rows.Add(row);
            need--;
        }
        return [.. rows];
    }

    public static Labeled Join(Labeled first, Labeled second)
    {
        var rows = new Matrix(first.Rows.Rows + second.Rows.Rows, first.Rows.Columns);
        for (var row = 0; row < rows.Rows; row++)
            (row < first.Rows.Rows ? first.Rows.Row(row) : second.Rows.Row(row - first.Rows.Rows)).CopyTo(rows.Row(row));
        return new Labeled(rows, [.. first.Targets, .. second.Targets], classes: first.Classes);
    }
}

/// <summary>The customers of some rows in folds, so that a recipe can be tried on those whom it did not see.</summary>
/// <param name="Of">The fold of each row's customer, below <see cref="Count"/>.</param>
/// <param name="Judges">Whether a recipe may be judged by the row: those of the validation moment.</param>
internal sealed record CustomerFolds(int[] Of, bool[] Judges)
{
    public const int Count = 3;

    /// <summary>The fold of a customer, which depends on the id alone.</summary>
    public static int FoldOf(string customer) => LogPartition.Of(customer, Count);
}
