using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning.Preprocessing;

public sealed class TargetEncoderTests
{
    private static readonly Frame Trees = new(new TextColumn("tree", Reference.Texts("words")));
    private static readonly double[] Targets = Reference.Numbers("y");

    [Fact]
    public void Means_are_drawn_towards_the_mean_of_all()
    {
        var encoding = new TargetEncoder { Smoothing = 20 }.Fit(new LabeledFrame(Trees, Targets));
        var x = encoding.Encode(new Frame(new TextColumn("tree", ["ash", "birch", "cedar", "fir", "willow", null])));
        var expected = Reference.At(["target_means"]);

        Iris.Near([.. new[] { "ash", "birch", "cedar", "fir" }.Select(word => expected.GetProperty(word).GetDouble())], Iris.Doubles(x.Column("tree").AsSpan(0, 4)));
        Iris.Near([Targets.Average(), Targets.Average()], Iris.Doubles(x.Column("tree").AsSpan(4))); // never seen, never missing
    }

    /// <summary>By hand: France 1, 1, 0 of weights 1, 1, 2; Spain 0; missing 1.</summary>
    [Fact]
    public void Weights_and_missing_texts_count()
    {
        var frame = new Frame(new TextColumn("country", ["France", "France", "France", "Spain", null]), new NumberColumn("orders", 1, 2, 3, 4, 5));
        var x = new TargetEncoder { Smoothing = 0 }.Fit(new LabeledFrame(frame, [1, 1, 0, 0, 1], [1, 1, 2, 1, 1])).Encode(frame);

        Assert.Equal([0.5f, 0.5f, 0.5f, 0, 1], x.Column("country"));
        Assert.Equal([1, 2, 3, 4, 5], x.Column("orders"));
    }

    [Fact]
    public void No_row_is_told_its_own_target()
    {
        var recipe = new TargetEncoder { Seed = 5, Smoothing = 2 };
        recipe.FitEncode(new LabeledFrame(Trees, Targets), out var before);
        for (var row = 0; row < Targets.Length; row += 7)
        {
            double[] changed = [.. Targets];
            changed[row] = 1 - changed[row];
            recipe.FitEncode(new LabeledFrame(Trees, changed), out var after);

            Assert.Equal(before[row, 0], after[row, 0]);
            Assert.NotEqual(before.Column(0), after.Column(0)); // others do learn from it
        }
    }

    [Fact]
    public void A_text_for_each_row_tells_nothing_of_its_target()
    {
        string[] ids = [.. Enumerable.Range(0, 400).Select(id => $"id {id}")];
        double[] targets = [.. Enumerable.Range(0, 400).Select(id => (double)(id * 7 % 10 < 3 ? 1 : 0))];
        var data = new LabeledFrame(new Frame(new TextColumn("id", ids)), targets);

        var model = new TargetEncoder { Smoothing = 0 }.FitEncode(data, out var rows);

        Assert.Equal(targets, Array.ConvertAll(model.Encode(data.Rows).Column(0), value => (double)value)); // the model alone would leak all
        Assert.InRange(rows.Column(0).Max() - rows.Column(0).Min(), 0, 0.05f); // across folds only the mean of the others is left
    }

    [Fact]
    public void Folds_come_from_the_seed()
    {
        var data = new LabeledFrame(Trees, Targets);
        new TargetEncoder { Seed = 1 }.FitEncode(data, out var first);
        new TargetEncoder { Seed = 1 }.FitEncode(data, out var again);
        new TargetEncoder { Seed = 2 }.FitEncode(data, out var other);

        Assert.Equal(first.Values.ToArray(), again.Values.ToArray());
        Assert.NotEqual(first.Values.ToArray(), other.Values.ToArray());
    }

    [Fact]
    public void Three_classes_or_no_weight_are_refused()
    {
        var frame = new Frame(new TextColumn("x", ["a", "b", "c"]));

        Assert.Contains("3 classes", Assert.Throws<BadDataException>(() => new TargetEncoder().Fit(LabeledFrame.OfClasses(frame, ["u", "v", "w"]))).Message, StringComparison.Ordinal);
        Assert.Equal("weight", Assert.Throws<BadDataException>(() => new TargetEncoder().Fit(new LabeledFrame(frame, [1, 0, 1], [0, 0, 0]))).Column);
    }

    [Fact]
    public void Frequencies_are_shares_or_counts()
    {
        var frame = new Frame(new TextColumn("x", ["a", "b", "a", null]), new BooleanColumn("y", true, false, null, true));
        var later = new Frame(new TextColumn("x", ["a", "z", null, "b"]), frame["y"]);

        Assert.Equal([0.5f, 1, 0, 0, 0.25f, float.NaN, 0.25f, 1], new FrequencyEncoder().Fit(frame).Encode(later).Values.ToArray());
        Assert.Equal([2, 0, 1, 1], new FrequencyEncoder { Counts = true }.Fit(frame).Encode(later).Column("x"));
        Assert.Equal("y", Assert.Throws<BadDataException>(() => new FrequencyEncoder().Fit(frame).Encode(new Frame(frame["x"], new TextColumn("y", ["", "", "", ""])))).Column);
        Assert.Equal("x", Assert.Throws<BadDataException>(() => new FrequencyEncoder().Fit(frame).Encode(new Frame(frame["y"], new NumberColumn("x", 1, 2, 3, 4)))).Column);
    }

    [Fact]
    public void Times_name_what_to_do_with_them() => Assert.Contains(
        "DaysBefore", Assert.Throws<BadDataException>(() => new OneHotEncoder().Fit(new Frame(new TimeColumn("last", 1, 2)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_texts_are_filled()
    {
        var frame = new Frame(new TextColumn("x", ["b", "a", "b", null, "a"]), new NumberColumn("n", 1, 2, 3, 4, 5), new TextColumn("empty", new string[5]));
        var model = new TextImputer { Indicators = true }.Fit(frame);
        var filled = ModelFile.Load<TextImputation>(new MemoryStream(ModelFile.Save(model))).Fill(frame);

        Assert.Equal(["x", "n", "empty", "x_missing", "empty_missing"], filled.Columns.Select(column => column.Name));
        Assert.Equal(["b", "a", "b", "a", "a"], Enumerable.Range(0, 5).Select(row => ((TextColumn)filled["x"])[row]));
        Assert.Equal("missing", ((TextColumn)filled["empty"])[4]);
        Assert.Equal([false, false, false, true, false], Enumerable.Range(0, 5).Select(row => ((BooleanColumn)filled["x_missing"])[row]));
        Assert.Same(frame["n"], filled["n"]);
        Assert.Equal("?", ((TextColumn)new TextImputer { Constant = "?" }.Fit(frame).Fill(frame)["x"])[3]);
        Assert.Equal("x", Assert.Throws<BadDataException>(() => model.Fill(new Frame(new NumberColumn("x", 1)))).Column);
        Assert.Throws<BadDataException>(() => new TextImputer().Fit(new Frame()));
    }
}
