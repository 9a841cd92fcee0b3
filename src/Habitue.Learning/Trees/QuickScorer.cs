using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Data;

namespace Habitue.Learning.Trees;

/// <summary>
/// Scores sixteen rows at once by many small trees without walking: each tree keeps, per row, one bit for each of its at
/// most 32 leaves; every split whose condition fails strikes out the leaves below its left child; the first bit that is
/// left is the row's leaf. Splits are visited column by column in the order of their thresholds, so a column is done as
/// soon as none of the rows is above. For trees of one number per leaf and without categories.
/// Source: Lucchese and others, "QuickScorer" (2015), and its vectorized form (2016).
/// </summary>
internal sealed unsafe class QuickScorer
{
    public const int Lanes = 16;
    private const int MostLeaves = 32;

    private readonly TreeArrays arrays;
    private readonly Test[] tests;
    private readonly int[] starts; // of each column, first those that send missing values right
    private readonly double[] values; // 32 per tree

    private QuickScorer(TreeArrays arrays)
    {
        this.arrays = arrays;
        var (lists, count) = (new List<Test>[arrays.ColumnCount * 2], arrays.Roots.Length);
        for (var c = 0; c < lists.Length; c++) lists[c] = [];
        values = new double[count * MostLeaves];
        for (var t = 0; t < count; t++)
        {
            var place = 0;
            Number(t, arrays.Roots[t], ref place, lists);
        }

        starts = new int[lists.Length + 1];
        for (var c = 0; c < lists.Length; c++) starts[c + 1] = starts[c] + lists[c].Count;
        tests = [.. lists.SelectMany(list => list.OrderBy(test => test.Threshold))];
    }

    /// <summary>Null when these trees are not such trees, or the processor has no vectors of this width.</summary>
    public static QuickScorer? For(TreeArrays arrays)
    {
        if (!Vector512.IsHardwareAccelerated || arrays.Width != 1 || arrays.Sets.Length > 0) return null;
        for (var t = 0; t < arrays.Roots.Length; t++)
            if (arrays.End(t) - arrays.Roots[t] > (2 * MostLeaves) - 1) return null;
        return new QuickScorer(arrays);
    }

    /// <summary>Adds what the trees say of consecutive rows, at least <see cref="Lanes"/> of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Matrix x, int from, int rows, Span<double> into)
    {
        var trees = arrays.Roots.Length;
        var (alive, sums) = (new uint[trees * Lanes], new double[arrays.Outputs * Lanes]);
        Span<float> lanes = stackalloc float[Lanes];
        for (var first = 0; first < rows; first += Lanes)
        {
            // The last rows go with some that are done already, of which nothing is then added.
            var start = Math.Min(first, rows - Lanes);
            alive.AsSpan().Fill(uint.MaxValue);
            fixed (Test* test = tests)
            fixed (uint* bits = alive)
                for (var c = 0; c < starts.Length - 1; c++)
                {
                    if (starts[c] == starts[c + 1]) continue;
                    var (column, missing) = c < arrays.ColumnCount ? (c, float.PositiveInfinity) : (c - arrays.ColumnCount, float.NegativeInfinity);
                    for (var i = 0; i < Lanes; i++)
                    {
                        var value = x.Values[((from + start + i) * arrays.ColumnCount) + column];
                        lanes[i] = float.IsNaN(value) ? missing : value;
                    }

                    Strike(test + starts[c], starts[c + 1] - starts[c], Vector512.Create<float>(lanes), bits);
                }

            sums.AsSpan().Clear();
            for (var t = 0; t < trees; t++)
            {
                var own = alive.AsSpan(t * Lanes, Lanes);
                var leaf = values.AsSpan(t * MostLeaves, MostLeaves);
                var sum = sums.AsSpan(arrays.Output(t) * Lanes, Lanes);
                for (var i = 0; i < own.Length; i++) sum[i] += leaf[BitOperations.TrailingZeroCount(own[i])];
            }

            for (var i = first - start; i < Lanes; i++)
                for (var k = 0; k < arrays.Outputs; k++) into[((start + i) * arrays.Outputs) + k] += sums[(k * Lanes) + i];
        }
    }

    private static void Strike(Test* test, int count, Vector512<float> values, uint* bits)
    {
        for (var i = 0; i < count; i++, test++)
        {
            var above = Vector512.GreaterThan(values, Vector512.Create(test->Threshold)).AsUInt32();
            if (above == Vector512<uint>.Zero) return;
            var tree = (Vector512<uint>*)(bits + (test->Tree * Lanes));
            *tree &= Vector512.Create(test->Keep) | ~above;
        }
    }

    /// <summary>Numbers the leaves from left to right; gives the bits of the leaves below a node.</summary>
    private uint Number(int tree, int node, ref int place, List<Test>[] lists)
    {
        if (arrays.Columns[node] < 0)
        {
            values[(tree * MostLeaves) + place] = arrays.Values[arrays.Children[node]];
            return 1u << place++;
        }

        var left = Number(tree, arrays.Children[node], ref place, lists);
        var right = Number(tree, arrays.Children[node] + 1, ref place, lists);
        lists[arrays.Columns[node] + (arrays.MissingLeft[node] ? arrays.ColumnCount : 0)].Add(new Test(arrays.Thresholds[node], tree, ~left));
        return left | right;
    }

    private readonly record struct Test(float Threshold, int Tree, uint Keep);
}
