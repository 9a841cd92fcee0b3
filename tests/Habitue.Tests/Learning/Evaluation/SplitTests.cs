using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class SplitTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_row_is_in_the_fold_of_its_running_number_within_its_label()
    {
        var folds = Split.Stratified([0, 1, 0, 0, 1, 0, 1, 0], 2);

        Assert.Equal([0, 1, 3, 6, 7], folds[0].Test); // zeros 0 3 7 and ones 1 6
        Assert.Equal([2, 4, 5], folds[1].Test);
        Assert.Equal([2, 4, 5], folds[0].Train);
        Assert.Equal("3 to learn, 5 to judge", folds[0].ToString());
    }

    [Fact]
    public void A_seed_draws_the_folds_and_keeps_the_shares()
    {
        double[] targets = [.. Enumerable.Range(0, 100).Select(row => row % 4 == 0 ? 1.0 : 0.0)];

        var folds = Split.Stratified(targets, 5, seed: 8);

        Assert.All(folds, fold => Assert.Equal((20, 5), (fold.Test.Count, fold.Test.Count(row => targets[row] == 1))));
        Assert.NotEqual(Split.Stratified(targets, 5)[0].Test, folds[0].Test);
        Assert.Equal(Split.Stratified(targets, 5, seed: 8)[0].Test, folds[0].Test);
    }

    [Fact]
    public void Groups_stay_together_in_folds_of_the_sizes_that_scikit_learn_makes()
    {
        var reference = Reference.Of("groups");
        var groups = reference.Integers("groups");

        var folds = Split.Grouped(groups, 4);

        Assert.Equal(reference.Integers("sizes"), folds.Select(fold => fold.Test.Count).Order());
        Assert.All(folds, fold => Assert.Empty(fold.Test.Select(row => groups[row]).Intersect(fold.Train.Select(row => groups[row]))));
        Assert.Contains("only 2 groups for 3 folds", Assert.Throws<BadDataException>(() => Split.Grouped([1, 1, 2, 2], 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_goes_forward_with_a_gap()
    {
        // Days 0 to 9, shuffled by threes; two tests of two days, a gap of one.
        DateTime[] times = [.. Enumerable.Range(0, 10).Select(i => Start.AddDays(i * 3 % 10))];

        var expanding = Split.InTime(times, 2, TimeSpan.FromDays(2), TimeSpan.FromDays(1));
        var sliding = Split.InTime(times, 2, TimeSpan.FromDays(2), TimeSpan.FromDays(1), train: TimeSpan.FromDays(3));

        Assert.Equal([6, 7], Days(expanding[0].Test));
        Assert.Equal([0, 1, 2, 3, 4], Days(expanding[0].Train));
        Assert.Equal([8, 9], Days(expanding[1].Test));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Days(expanding[1].Train));
        Assert.Equal([2, 3, 4], Days(sliding[0].Train));
        Assert.Equal([4, 5, 6], Days(sliding[1].Train));

        IEnumerable<int> Days(IReadOnlyList<int> rows) => rows.Select(row => (times[row] - Start).Days).Order();
    }

    [Fact]
    public void A_span_without_rows_is_named()
    {
        Assert.Contains("before span 1 of 5", Assert.Throws<BadDataException>(() => Split.InTime([Start, Start.AddDays(1), Start.AddDays(2), Start.AddDays(3), Start.AddDays(4)], 5, TimeSpan.FromDays(1))).Message, StringComparison.Ordinal);
        Assert.Contains("in span 1 of 2", Assert.Throws<BadDataException>(() => Split.InTime([Start, Start.AddDays(9)], 2, TimeSpan.FromDays(1))).Message, StringComparison.Ordinal);
        Assert.Throws<BadDataException>(() => Split.InTime([], 2, TimeSpan.FromDays(1)));
        Assert.Contains("only 1 row for 2 folds", Assert.Throws<BadDataException>(() => Split.Stratified([1], 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_parts_have_their_shares_of_each_class()
    {
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => row < 40 ? 1.0 : 0.0)];

        var parts = Split.TrainValidationTest(targets, validation: 0.2, test: 0.3, seed: 1);

        Assert.Equal((100, 40, 60), (parts.Train.Count, parts.Validation.Count, parts.Test.Count));
        Assert.Equal((20, 8, 12), (Ones(parts.Train), Ones(parts.Validation), Ones(parts.Test)));
        Assert.Equal(Enumerable.Range(0, 200), parts.Train.Concat(parts.Validation).Concat(parts.Test).Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.TrainValidationTest(targets, 0.5, 0.5, 1));

        int Ones(IReadOnlyList<int> rows) => rows.Count(row => targets[row] == 1);
    }
}
