using Habitue.Learning;
using Habitue.Learning.Linear;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

public sealed class ChoosingRowsTests
{
    [Fact]
    public void Recipes_are_chosen_by_later_moments_where_these_have_no_other_columns()
    {
        var task = Cases.Task(400);
        var rows = ChoosingRows.Of(task, new Seed(1), default);
        Assert.False(rows.IsOfKnown);
        var fold = Assert.Single(rows.Folds);
        Assert.Equal(Enumerable.Range(0, task.Train.Rows.Rows), fold.Train);
        Assert.Equal(Enumerable.Range(task.Train.Rows.Rows, task.Validation.Rows.Rows), fold.Test);
        Assert.Equal([.. task.Validation.Targets], rows.Targets);
    }

    [Fact]
    public void Where_later_moments_have_more_columns_nobody_is_answered_about_by_what_was_learned_from_them()
    {
        var task = Cases.Task(400);
        // Four rows of each of 300 customers, of whom the last row is of the moment to choose by.
        int[] customers = [.. Enumerable.Range(0, task.Train.Rows.Rows).Select(row => row / 4)], part = Array.ConvertAll(customers, one => CustomerFolds.FoldOf($"C{one}"));
        bool[] judges = [.. customers.Select((_, row) => row % 4 == 3)];
        var rows = ChoosingRows.Of(task with { Known = task.Train, KnownFolds = new CustomerFolds(part, judges) }, new Seed(1), default);
        Assert.True(rows.IsOfKnown);
        Assert.Equal(CustomerFolds.Count, rows.Folds.Count);
        foreach (var fold in rows.Folds)
        {
            Assert.All(fold.Test, row => Assert.True(judges[row]));
            Assert.Empty(fold.Test.Select(row => customers[row]).Intersect(fold.Train.Select(row => customers[row])));
        }
        int[] judged = [.. rows.Folds.SelectMany(fold => fold.Test)];
        Assert.Equal(Enumerable.Range(0, judges.Length).Where(row => judges[row]), judged.Order());
        Assert.Equal(judged.Select(row => task.Train.Targets[row]), rows.Targets);
        Assert.Equal(judged.Length, rows.Answers(new LogisticRegression { Penalty = 30 }, default).Length);
    }

    [Fact]
    public void A_customer_stays_in_a_part_whatever_the_rows_around_and_parts_are_even()
    {
        var sizes = Enumerable.Range(0, 9_000).CountBy(number => CustomerFolds.FoldOf($"C{number:00000}")).ToDictionary();
        Assert.Equal(CustomerFolds.Count, sizes.Count);
        Assert.All(sizes.Values, size => Assert.InRange(size, 2_850, 3_150));
        Assert.Equal((int)(0xbf9cf968 % 3), CustomerFolds.FoldOf("foobar")); // FNV-1a's published test vector
    }
}
