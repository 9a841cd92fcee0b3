using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class IntervalTests
{
    private static readonly Reference Binary = Reference.Of("binary");
    private static readonly double[] Targets = Binary.Doubles("targets");
    private static readonly float[] Scores = Binary.Floats("scores");

    [Fact]
    public void Wilson_intervals_are_those_of_scipy()
    {
        foreach (var one in Reference.Of("proportions").Items())
        {
            var interval = Interval.Wilson((long)one.Number("k"), (long)one.Number("n"), one.Number("level"));
            Reference.Near([one.Number("low"), one.Number("high")], [interval.Low, interval.High]);
        }

        Assert.Equal(double.NaN, Interval.Wilson(0, 0).Low);
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Interval.Wilson(1, 2, level: 1));
    }

    [Fact]
    public void DeLong_is_what_looking_at_every_pair_gives()
    {
        var expected = Binary["delong"];

        var one = DeLong.Auc(Targets, Scores);
        var two = DeLong.Compare(Targets, Scores, Binary.Floats("others"));

        Reference.Near([expected.Number("auc"), expected.Number("low"), expected.Number("high")], [one.Estimate, one.Low, one.High]);
        Reference.Near(
            [expected.Number("difference"), expected.Number("differenceSe"), expected.Number("z"), expected.Number("p")],
            [two.Difference.Estimate, two.StandardError, two.Z, two.PValue], 1e-10);
        Assert.Equal(two.First - two.Second, two.Difference.Estimate);
    }

    [Fact]
    public void DeLong_of_a_model_with_itself_sees_no_difference()
    {
        var same = DeLong.Compare(Targets, Scores, Scores);

        Assert.Equal((0.0, 0.0, 1.0), (same.Difference.Estimate, same.Z, same.PValue));
        Assert.Equal(double.NaN, DeLong.Auc([1, 1, 0], [1, 2, 3]).Low); // one negative row has no variance
        Assert.Equal(double.NaN, DeLong.Auc([1, 1], [1, 2]).Estimate);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void Bootstrap_limits_are_read_as_scipy_reads_them(double level)
    {
        var reference = Reference.Of("bootstrap");
        double[] values = reference.Doubles("values"), replicates = reference.Doubles("replicates");
        double[] without = [.. values.Select((value, i) => (values.Sum() - value) / (values.Length - 1))];
        var expected = reference["intervals"].Doubles(level.ToString());
        var bootstrap = new Bootstrap { Level = level };

        var corrected = bootstrap.Read(replicates, values.Average(), without);
        var plain = bootstrap.Read(replicates, values.Average(), []);

        Reference.Near(expected, [corrected.Low, corrected.High, plain.Low, plain.High], 1e-9);
    }

    [Fact]
    public void Bootstrap_of_the_mean_agrees_with_scipy_on_the_same_rows()
    {
        var reference = Reference.Of("bootstrap");
        var values = reference.Doubles("values");
        var theirs = reference.Doubles("theirsOnData");

        var ours = new Bootstrap { Samples = 20_000, Seed = 5 }.Of(values.Length, rows =>
        {
            var sum = 0.0;
            foreach (var row in rows) sum += values[row];
            return sum / rows.Length;
        });

        // Other draws: 20,000 of them leave about a hundredth of the interval's width open.
        Reference.Near(theirs, [ours.Low, ours.High], 0.03 * (theirs[1] - theirs[0]));
    }

    [Fact]
    public void The_seed_and_not_the_threads_decide()
    {
        var recipe = new Bootstrap { Samples = 200, Seed = 3 };

        var one = recipe.Of(Targets, Scores, (t, s) => BinaryMeasures.RocAuc(t, s), new FitRun(Threads: 1));

        Assert.Equal(one, recipe.Of(Targets, Scores, (t, s) => BinaryMeasures.RocAuc(t, s), new FitRun(Threads: 4)));
        Assert.NotEqual(one, (recipe with { Seed = 4 }).Of(Targets, Scores, (t, s) => BinaryMeasures.RocAuc(t, s)));
        Assert.InRange(one.Estimate, one.Low, one.High);
    }

    [Fact]
    public void Samples_of_one_class_are_left_out()
    {
        // One positive in ten: a third of the samples miss it.
        var some = new Bootstrap { Method = BootstrapMethod.Percentile }.Of([1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [5, 1, 2, 3, 4, 6, 7, 8, 9, 10], (t, s) => BinaryMeasures.RocAuc(t, s));
        Assert.InRange(some.High, some.Estimate, 1);

        Assert.Equal(double.NaN, new Bootstrap().Of([1, 1], [1, 2], (t, s) => BinaryMeasures.RocAuc(t, s)).Low);
        Assert.Contains("at least 2 rows", Assert.Throws<BadDataException>(() => new Bootstrap().Of(1, rows => 0)).Message, StringComparison.Ordinal);
        Assert.Equal("Samples", Assert.Throws<SettingException>(() => new Bootstrap { Samples = 99 }.Of(5, rows => 0)).Setting);
    }
}
