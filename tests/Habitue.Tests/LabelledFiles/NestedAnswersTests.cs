using Habitue.LabelledFiles;
using Habitue.Learning.Data;

namespace Habitue.Tests.LabelledFiles;

/// <summary>What is hidden stays hidden: the choice for a part rests on answers of models that knew nothing of that part, not even through other rows.</summary>
public sealed class NestedAnswersTests
{
    private static readonly int[] Parts = [.. Enumerable.Range(0, 200).Select(row => row % 5)];

    [Fact]
    public void Every_answer_that_chooses_for_a_part_comes_from_rows_outside_of_it_and_of_the_answered_one()
    {
        var asked = new List<(int[] Learned, int[] Asked)>();
        NestedAnswers.Of(Data(row => row % 2), Parts, 1, (learn, about, keep) =>
        {
            asked.Add((learn, about));
            keep(0, new float[about.Length]);
        });
        Assert.Equal(10, asked.Count);
        Assert.All(asked, one =>
        {
            var hidden = one.Asked.Select(row => Parts[row]).Distinct().ToArray();
            Assert.Equal(2, hidden.Length);
            Assert.Equal(80, one.Asked.Length);
            Assert.Equal(Enumerable.Range(0, 200).Where(row => !hidden.Contains(Parts[row])), one.Learned);
        });
    }

    [Fact]
    public void A_recipe_that_knows_only_the_labels_of_a_part_is_not_chosen_for_that_part()
    {
        // The first recipe is right by two thirds everywhere. The second has the labels of part 3 by heart and guesses elsewhere, and so is the best there and bad wherever part 3 is hidden.
        var data = Data(row => row / 5 % 2);
        var nested = NestedAnswers.Of(data, Parts, 2, (learn, about, keep) =>
        {
            keep(0, [.. about.Select(row => data.Targets[row] == 1 == (row / 10 % 3 < 2) ? 0.7f : 0.3f)]);
            keep(1, [.. about.Select(row => Parts[row] == 3 ? (data.Targets[row] == 1 ? 0.99f : 0.01f) : row / 10 % 2 == 0 ? 0.6f : 0.4f)]);
        });
        Assert.Equal([0], nested.Choose(3, most: 1).Blend.Parts);
    }

    [Fact]
    public void The_choice_for_everybody_rests_on_all_rows()
    {
        var data = Data(row => row / 5 % 2);
        var nested = NestedAnswers.Of(data, Parts, 2, (_, about, keep) =>
        {
            keep(0, [.. about.Select(_ => 0.5f)]);
            keep(1, [.. about.Select(row => data.Targets[row] == 1 ? 0.8f : 0.2f)]);
        });
        Assert.Equal([1], nested.Choose(null, most: 1).Blend.Parts);
        Assert.InRange(nested.Choose(null, most: 1).Curve.Apply(0.8f), 0.9f, 1);   // every one of them is a yes
    }

    [Fact]
    public void The_cut_of_a_part_has_the_highest_F1_of_the_rows_outside_of_it()
    {
        // Half of the rows said to be likely are a yes, and none of the others. In part 2 alone nobody is a yes but those that are said to be unlikely.
        var data = Data(row => row % 5 == 2 ? (row / 5 % 4 == 0 ? 1 : 0) : (row / 5 % 4 == 1 ? 1 : 0));
        var nested = NestedAnswers.Of(data, Parts, 1, (_, about, keep) => keep(0, [.. about.Select(row => row / 5 % 2 == 1 ? 0.3f : 0.1f)]));
        var (_, curve, cut) = nested.Choose(2, most: 1);
        // Yes to the likely ones finds all of them and is right half of the time; yes to everybody is right a quarter of the time.
        Assert.Equal(curve.Apply(0.3f), cut, 1e-6);
    }

    private static LabeledFrame Data(Func<int, int> label) =>
        new(new Frame(new NumberColumn("x", [.. Enumerable.Range(0, 200).Select(row => (double)row)])), [.. Enumerable.Range(0, 200).Select(row => (double)label(row))], classes: ["no", "yes"]);
}
