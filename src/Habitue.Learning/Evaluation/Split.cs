namespace Habitue.Learning.Evaluation;

/// <summary>
/// Ways to divide rows into those to learn from and those to judge by. Stratified for rows that are independent; grouped
/// when several rows belong to one customer; by time when the future is what counts, which for behaviour it usually is.
/// <code>
/// var folds = Split.Stratified(data.Targets, 10);
/// var months = Split.InTime(times, folds: 6, test: TimeSpan.FromDays(30), gap: TimeSpan.FromDays(7));
/// </code>
/// Everything is decided by the rows and the seed. Cost: O(n log n), and a row number per fold and row.
/// </summary>
public static class Split
{
    /// <summary>
    /// Every fold holds each class in its share: a row belongs to the fold of its running number among the rows of its own
    /// target, modulo <paramref name="folds"/>. With a seed these running numbers are drawn, else the order of the rows is kept.
    /// </summary>
    /// <exception cref="BadDataException">There are fewer rows than folds.</exception>
    public static IReadOnlyList<Fold> Stratified(ReadOnlySpan<double> targets, int folds, Seed? seed = null)
    {
        Check(targets.Length, folds);
        var (order, numbers, fold) = (Order(targets.Length, seed), new Dictionary<double, int>(), new int[targets.Length]);
        foreach (var row in order)
        {
            var number = numbers.GetValueOrDefault(targets[row]);
            numbers[targets[row]] = number + 1;
            fold[row] = number % folds;
        }

        return Of(fold, folds);
    }

    /// <summary>
    /// All rows of a group (a customer) are in one fold; the largest group goes to the smallest fold, and so on.
    /// </summary>
    /// <exception cref="BadDataException">There are fewer groups than folds.</exception>
    public static IReadOnlyList<Fold> Grouped(ReadOnlySpan<int> groups, int folds)
    {
        Check(groups.Length, folds);
        var sizes = new Dictionary<int, int>();
        foreach (var group in groups) sizes[group] = sizes.GetValueOrDefault(group) + 1;
        if (sizes.Count < folds) throw new BadDataException($"There are only {sizes.Count} groups for {folds} folds.");
        var (filled, of) = (new int[folds], new Dictionary<int, int>());
        foreach (var (group, size) in sizes.OrderByDescending(one => one.Value).ThenBy(one => one.Key))
        {
            of[group] = Array.IndexOf(filled, filled.Min());
            filled[of[group]] += size;
        }

        var fold = new int[groups.Length];
        for (var r = 0; r < fold.Length; r++) fold[r] = of[groups[r]];
        return Of(fold, folds);
    }

    /// <summary>
    /// The last spans of time one after the other, each judged by what came before: fold <c>i</c> is tested on one span of
    /// length <paramref name="test"/>, the last of which ends with the last row, and learns from the rows at least
    /// <paramref name="gap"/> before it. Rows of one moment are never divided.
    /// </summary>
    /// <param name="times">The moment of each row, in any order.</param>
    /// <param name="folds">How many spans.</param>
    /// <param name="test">How long each is.</param>
    /// <param name="gap">How long before the span learning ends: as long as it takes until a label is known.</param>
    /// <param name="train">How far back learning goes (a sliding window); null means to the first row (an expanding one).</param>
    /// <exception cref="BadDataException">A span has no rows, or none to learn from; the message says which.</exception>
    public static IReadOnlyList<Fold> InTime(ReadOnlySpan<DateTime> times, int folds, TimeSpan test, TimeSpan gap = default, TimeSpan? train = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(test, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(gap, TimeSpan.Zero);
        if (times.IsEmpty) throw new BadDataException("There are no rows to divide.");
        var end = times[0];
        foreach (var time in times) end = time > end ? time : end;
        var result = new List<Fold>(folds);
        for (var fold = 0; fold < folds; fold++)
        {
            // Spans are open below and closed above, so that the last row is in the last span.
            var to = end - (test * (folds - 1 - fold));
            var (from, known) = (to - test, to - test - gap);
            var (learn, judge) = (new List<int>(), new List<int>());
            for (var r = 0; r < times.Length; r++)
            {
                if (times[r] > from && times[r] <= to) judge.Add(r);
                else if (times[r] <= known && (train is not { } back || times[r] > known - back)) learn.Add(r);
            }

            if (judge.Count == 0) throw new BadDataException($"No row lies in span {fold + 1} of {folds}, from {from:u} to {to:u}.");
            if (learn.Count == 0) throw new BadDataException($"No row lies before span {fold + 1} of {folds}, up to {known:u}; take fewer or shorter spans.");
            result.Add(new Fold(learn, judge));
        }

        return result;
    }

    /// <summary>Three parts by chance, each with every class in its share (pass equal targets when there are no classes).</summary>
    /// <param name="targets">The target of each row.</param>
    /// <param name="validation">The share of rows to choose by, 0 or more.</param>
    /// <param name="test">The share of rows for the end, above 0; together below 1.</param>
    /// <param name="seed">Where the parts are drawn from.</param>
    public static ThreeParts TrainValidationTest(ReadOnlySpan<double> targets, double validation, double test, Seed seed)
    {
        if (!(validation >= 0 && test > 0 && validation + test < 1))
            throw new ArgumentOutOfRangeException(nameof(test), test, "The share for validation must be 0 or more, that for the test above 0, and both together below 1.");
        var (counts, numbers, parts) = (new Dictionary<double, int>(), new Dictionary<double, int>(), new int[targets.Length]);
        foreach (var target in targets) counts[target] = counts.GetValueOrDefault(target) + 1;
        foreach (var row in Order(targets.Length, seed))
        {
            var number = numbers.GetValueOrDefault(targets[row]);
            numbers[targets[row]] = number + 1;
            var of = counts[targets[row]];
            var forTest = (int)Math.Round(test * of);
            parts[row] = number < forTest ? 2 : number < forTest + (int)Math.Round(validation * of) ? 1 : 0;
        }

        return new ThreeParts(Rows(parts, 0), Rows(parts, 1), Rows(parts, 2));
    }

    private static int[] Order(int rows, Seed? seed)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        if (seed is not { } from) return order;
        var random = from.For(0);
        for (var i = rows - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private static void Check(int rows, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (rows < folds) throw new BadDataException($"There {(rows == 1 ? "is only 1 row" : $"are only {rows} rows")} for {folds} folds.");
    }

    private static Fold[] Of(int[] fold, int folds) =>
        [.. Enumerable.Range(0, folds).Select(one => new Fold([.. Enumerable.Range(0, fold.Length).Where(row => fold[row] != one)], Rows(fold, one)))];

    private static int[] Rows(int[] part, int wanted) => [.. Enumerable.Range(0, part.Length).Where(row => part[row] == wanted)];
}
