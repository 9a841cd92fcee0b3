using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Trees;

/// <summary>
/// Walks rows down trees, four rows side by side, so that their steps overlap. Each row is laid out twice, with missing
/// values as plus infinity, which goes right, and as minus infinity, which goes left: the direction of missing values
/// then costs no comparison. Trees with categories are walked plainly.
/// </summary>
internal sealed unsafe class TreeWalk
{
    private readonly TreeArrays arrays;
    private readonly Node[] nodes;
    private readonly bool[] plain;

    public TreeWalk(TreeArrays arrays)
    {
        this.arrays = arrays;
        nodes = new Node[arrays.Columns.Length];
        (Depths, plain) = (new int[arrays.Roots.Length], new bool[arrays.Roots.Length]);
        var depths = new int[nodes.Length];
        for (var t = 0; t < Depths.Length; t++)
        {
            for (var n = arrays.Roots[t]; n < arrays.End(t); n++)
            {
                if (arrays.Columns[n] < 0)
                {
                    nodes[n] = new Node(float.PositiveInfinity, n, 0); // nothing is above: a leaf leads to itself
                    continue;
                }

                plain[t] |= arrays.SetNumbers[n] >= 0;
                nodes[n] = new Node(arrays.Thresholds[n], arrays.Children[n], arrays.Columns[n] + (arrays.MissingLeft[n] ? arrays.ColumnCount : 0));
                depths[arrays.Children[n]] = depths[arrays.Children[n] + 1] = depths[n] + 1;
                Depths[t] = Math.Max(Depths[t], depths[n] + 1);
            }
        }
    }

    public int[] Depths { get; }

    /// <summary>Adds what the trees say of consecutive rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Matrix x, int from, int rows, Span<double> into)
    {
        var (width, outputs, leafWidth) = (arrays.ColumnCount, arrays.Outputs, arrays.Width);
        var twice = new float[(rows + 3) / 4 * 4 * width * 2]; // rows that fill up the last four are walked for nothing
        for (var r = 0; r < rows; r++)
        {
            var source = x.Row(from + r);
            var target = twice.AsSpan(r * width * 2, width * 2);
            for (var c = 0; c < width; c++)
            {
                var missing = float.IsNaN(source[c]);
                target[c] = missing ? float.PositiveInfinity : source[c];
                target[width + c] = missing ? float.NegativeInfinity : source[c];
            }
        }

        var leaves = stackalloc int[4];
        fixed (float* all = twice)
        fixed (Node* node = nodes)
            for (var t = 0; t < Depths.Length; t++)
            {
                var output = arrays.Output(t);
                for (var r = 0; r < rows; r += 4)
                {
                    if (plain[t])
                        for (var i = 0; i < 4 && r + i < rows; i++) leaves[i] = arrays.Leaf(t, x.Row(from + r + i));
                    else
                        Four(node, arrays.Roots[t], Depths[t], all + (r * width * 2), width * 2, leaves);
                    for (var i = 0; i < 4 && r + i < rows; i++)
                    {
                        var (value, sum) = (arrays.Children[leaves[i]] * leafWidth, ((r + i) * outputs) + output);
                        for (var k = 0; k < leafWidth; k++) into[sum + k] += arrays.Values[value + k];
                    }
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(Node* node, int root, int depth, float* rows, int width, int* leaves)
    {
        int a = root, b = root, c = root, d = root;
        float* x = rows, y = x + width, z = y + width, w = z + width;
        for (var step = 0; step < depth; step++)
        {
            var (p, q, r, s) = (Next(node + a, x), Next(node + b, y), Next(node + c, z), Next(node + d, w));
            var moved = (p ^ a) | (q ^ b) | (r ^ c) | (s ^ d);
            (a, b, c, d) = (p, q, r, s);
            if (moved == 0) break;
        }

        (leaves[0], leaves[1], leaves[2], leaves[3]) = (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(Node* node, float* row)
    {
        var right = row[node->Column] > node->Threshold;
        return node->Child + Unsafe.As<bool, byte>(ref right);
    }

    private readonly record struct Node(float Threshold, int Child, int Column);
}
