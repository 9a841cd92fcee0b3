using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class SmallMatrixTests
{
    // 4 12 -16; 12 37 -43; -16 -43 98 is the textbook example: L has 3, -4, 5 below its diagonal, D is 4, 1, 9.
    private static double[] Example() => [4, 12, -16, 12, 37, -43, -16, -43, 98];

    [Fact]
    public void The_textbook_example_is_factored_as_in_the_textbook()
    {
        var a = Example();

        Assert.Equal(3, SmallMatrix.Factor(a, 3));
        Assert.Equal([4, 1, 9, 3, -4, 5], [a[0], a[4], a[8], a[3], a[6], a[7]]);
    }

    [Fact]
    public void It_solves_and_inverts()
    {
        var a = Example();
        SmallMatrix.Factor(a, 3);
        double[] b = [4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294]; // times 1, 2, 3

        SmallMatrix.Solve(a, 3, b);

        Iris.Near([1, 2, 3], b, 1e-12);
        var inverse = SmallMatrix.Inverse(a, 3);
        var original = Example();
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(k => original[(i * 3) + k] * inverse[(k * 3) + j]), 1e-11);
    }

    [Fact]
    public void A_row_that_depends_on_others_is_left_out()
    {
        double[] a = [2, 4, 1, 4, 8, 2, 1, 2, 5]; // the second row is twice the first

        Assert.Equal(2, SmallMatrix.Factor(a, 3));
        double[] b = [3, 6, 6];
        SmallMatrix.Solve(a, 3, b);

        Iris.Near([1, 0, 1], b, 1e-12);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(0, SmallMatrix.Inverse(a, 3)[(i * 3) + 1]));
    }
}
