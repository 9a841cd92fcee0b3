using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

public sealed class CholeskyTests
{
    /// <summary>By hand: the matrix [4 2 0; 2 5 3; 0 3 9] times (1, 2, 3) is (8, 21, 33).</summary>
    [Fact]
    public void A_system_is_solved()
    {
        var (root, found) = (new Cholesky(3), new double[3]);

        root.Factor([4, 9, 9, 2, 5, 9, 0, 3, 9], new double[3]);
        root.Solve([8, 21, 33], found);

        Iris.Near([1, 2, 3], found, 1e-12);
        Assert.DoesNotContain(true, root.LeftOut);
    }

    /// <summary>The textbook example: its root has 2, 1 and 3 on the diagonal.</summary>
    [Fact]
    public void A_positive_matrix_is_whole_and_inverted()
    {
        double[] matrix = [4, 12, -16, 12, 37, -43, -16, -43, 98];
        var root = new Cholesky(3);

        root.Factor(matrix);

        Assert.True(root.IsWhole);
        var inverse = root.Inverse();
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(k => matrix[(i * 3) + k] * inverse[(k * 3) + j]), 1e-11);
    }

    [Fact]
    public void How_much_is_nothing_is_for_the_caller_to_say()
    {
        Cholesky strict = new(2, 1e-3), lenient = new(2, 1e-5);
        double[] matrix = [1, 1, 1, 1.0001]; // what the second column adds is a ten-thousandth of its square

        strict.Factor(matrix);
        lenient.Factor(matrix);

        Assert.Equal((false, true), (strict.IsWhole, lenient.IsWhole));
    }

    [Fact]
    public void A_row_that_depends_on_others_gets_nothing()
    {
        var (root, found) = (new Cholesky(3), new double[3]);

        root.Factor([2, 4, 1, 4, 8, 2, 1, 2, 5]); // the second row is twice the first
        root.Solve([3, 6, 6], found);

        Assert.False(root.IsWhole);
        Iris.Near([1, 0, 1], found, 1e-12);
    }

    [Fact]
    public void Units_cost_no_digits_and_the_ridge_counts()
    {
        var (root, found) = (new Cholesky(2), new double[2]);

        root.Factor([1e-18, 0, 1e-3, 4e12], [1e-18, 0]);
        root.Solve([3e-18, 5e9], found);

        // (2e-18, 1e-3; 1e-3, 4e12) has the determinant 8e-6 - 1e-6.
        Iris.Near([((3e-18 * 4e12) - (1e-3 * 5e9)) / 7e-6, ((2e-18 * 5e9) - (1e-3 * 3e-18)) / 7e-6], found, 1e-3);
    }

    [Fact]
    public void A_column_that_is_the_sum_of_others_or_held_is_left_out()
    {
        var (root, found) = (new Cholesky(4), new double[4]);

        // Columns (1, 0), (0, 1), their sum, and one held by an infinite ridge.
        root.Factor([1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 0, 0, 0, 0, 1], [0, 0, 0, double.PositiveInfinity]);
        root.Solve([5, 7, 12, 1], found);

        Assert.Equal([false, false, true, true], root.LeftOut);
        Iris.Near([5, 7, 0, 0], found, 1e-12);
        var inverse = root.Inverse();
        Iris.Near([1, 0, 0, 1], [inverse[0], inverse[1], inverse[4], inverse[5]], 1e-12);
        Assert.True(double.IsNaN(inverse[10]));
    }
}
