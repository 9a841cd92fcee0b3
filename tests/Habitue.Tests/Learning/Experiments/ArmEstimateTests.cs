using Habitue.Learning;
using Habitue.Learning.Experiments;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Experiments;

public sealed class ArmEstimateTests
{
    [Fact]
    public void A_ratio_has_the_error_of_its_linearized_customers()
    {
        var expected = Expected.Of("ratio");

        var ratio = ArmEstimate.OfRatio(PairSums.Of(expected.Doubles("revenue"), expected.Doubles("orders")));

        Reference.Near([expected.Number("value"), expected.Number("squaredError")], [ratio.Value, ratio.SquaredError], 1e-10);
        Assert.InRange(ratio.StandardError / expected.Number("bootstrapError"), 0.97, 1.03); // 20,000 resamples: half a hundredth open
    }

    [Fact]
    public void Cuped_is_least_squares_with_a_constant_per_arm()
    {
        var expected = Expected.Of("cuped");
        PairSums[] arms = [.. expected.Rows("during").Zip(expected.Rows("before"), (during, before) => PairSums.Of(during, before))];

        var slope = Cuped.Slope(arms);
        ArmEstimate[] adjusted = [.. arms.Select(arm => Cuped.Adjust(arm, slope, Cuped.Before(arms)))];

        Assert.Equal(expected.Number("slope"), slope, 1e-10);
        Reference.Near(expected.Doubles("values"), [.. adjusted.Select(arm => arm.Value)], 1e-9);
        Reference.Near(expected.Doubles("squaredErrors"), [.. adjusted.Select(arm => arm.SquaredError)], 1e-9);
        Reference.Near(expected.Doubles("saved"), [.. arms.Select(arm => Cuped.Saved(arm, slope))], 1e-9);
    }

    [Fact]
    public void A_past_that_does_not_vary_changes_nothing()
    {
        var arm = PairSums.Of([1, 2, 6], [0, 0, 0]);

        Assert.Equal(0, Cuped.Slope(arm, arm));
        Assert.Equal(ArmEstimate.OfMean(arm.First), Cuped.Adjust(arm, 0, 0));
        Assert.Equal(0, Cuped.Saved(arm, 0));
        Assert.Equal(double.NaN, ArmEstimate.OfRatio(arm).Value);
    }

    [Fact]
    public void Sums_of_parts_are_the_sums_of_the_whole()
    {
        double[] first = [3, 1, 4, 1, 5, 9, 2, 6], second = [2, 7, 1, 8, 2, 8, 1, 8];

        Assert.Equal(PairSums.Of(first, second), PairSums.Of(first.AsSpan(0, 3), second.AsSpan(0, 3)) + PairSums.Of(first.AsSpan(3), second.AsSpan(3)));
        Assert.Contains("3 first values and 8 second", Assert.Throws<BadDataException>(() => PairSums.Of(first.AsSpan(0, 3), second)).Message, StringComparison.Ordinal);
    }
}
