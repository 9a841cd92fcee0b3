using System.Runtime.CompilerServices;
using Habitue.Learning.Data;

namespace Habitue.Learning.Trees;

/// <summary>
/// Walks rows down trees, eight rows side by side, so that their steps overlap, and all rows of a block down one tree
/// before the next, so that the tree stays in the cache. A node takes eight bytes and the likelier child lies right behind
/// it, so that one line of the cache serves several steps. Each row is laid out twice, with missing values as plus
/// infinity, which goes right, and as minus infinity, which goes left: the direction of missing values then costs no
/// comparison. Trees with categories, and those of too many nodes and columns for eight bytes, are walked plainly.
/// </summary>
internal sealed unsafe class TreeWalk
{
    private const int Side = 8;

    private readonly TreeArrays arrays;
    private readonly Node[] nodes;
    private readonly int[] leaves; // of each node its row of values, if it is a leaf
    private readonly int[] starts;
    private readonly bool[] plain;
    private readonly int columnBits;

    public TreeWalk(TreeArrays arrays)
    {
        this.arrays = arrays;
        columnBits = 32 - int.LeadingZeroCount((arrays.ColumnCount * 2) - 1);
        (nodes, leaves) = (new Node[arrays.Columns.Length], new int[arrays.Columns.Length]);
        (Depths, plain, starts) = (new int[arrays.Roots.Length], new bool[arrays.Roots.Length], arrays.Roots);
        var (places, depths, ahead) = (new int[nodes.Length], new int[nodes.Length], new Stack<int>());
        for (var t = 0; t < Depths.Length; t++)
        {
            plain[t] = arrays.End(t) - arrays.Roots[t] > 1 << (31 - columnBits);
            var end = arrays.Roots[t] + 1;
            (places[arrays.Roots[t]], depths[arrays.Roots[t]]) = (0, 0);
            ahead.Push(arrays.Roots[t]);
            while (ahead.TryPop(out var n))
            {
                var (at, child) = (starts[t] + places[n], arrays.Children[n]);
                Depths[t] = Math.Max(Depths[t], depths[n]);
                if (arrays.Columns[n] < 0)
                {
                    // Nothing is above: a leaf leads to itself.
                    (nodes[at], leaves[at]) = (new Node(float.PositiveInfinity, (uint)places[n] << columnBits), child);
                    continue;
                }

                plain[t] |= arrays.SetNumbers[n] >= 0;
                (places[child], places[child + 1]) = (end - starts[t], end - starts[t] + 1);
                depths[child] = depths[child + 1] = depths[n] + 1;
                end += 2;
                var column = arrays.Columns[n] + (arrays.MissingLeft[n] ? arrays.ColumnCount : 0);
                nodes[at] = new Node(arrays.Thresholds[n], ((uint)places[child] << columnBits) | (uint)column);
                var heavier = arrays.Covers[child] >= arrays.Covers[child + 1] ? child : child + 1;
                ahead.Push((2 * child) + 1 - heavier);
                ahead.Push(heavier);
            }
        }
    }

    public int[] Depths { get; }

    /// <summary>Adds what the trees say of consecutive rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Matrix x, int from, int rows, Span<double> into)
    {
        var (outputs, leafWidth) = (arrays.Outputs, arrays.Width);
        var step = arrays.ColumnCount * 2 * Side;
        var twice = Twice(x, from, rows);
        var found = stackalloc int[Side];
        fixed (float* all = twice)
        fixed (Node* node = nodes)
        fixed (int* leaf = leaves)
        fixed (double* values = arrays.Values, sums = into)
            for (var t = 0; t < Depths.Length; t++)
            {
                var output = arrays.Output(t);
                for (var r = 0; r < rows; r += Side)
                {
                    var here = Math.Min(Side, rows - r);
                    if (plain[t])
                    {
                        for (var i = 0; i < here; i++) found[i] = arrays.Children[arrays.Leaf(t, x.Row(from + r + i))];
                    }
                    else
                    {
                        Eight(node + starts[t], columnBits, all + ((nint)(r / Side) * step), found);
                        for (var i = 0; i < here; i++) found[i] = leaf[starts[t] + found[i]];
                    }

                    for (var i = 0; i < here; i++)
                    {
                        double* value = values + ((nint)found[i] * leafWidth), sum = sums + ((r + i) * outputs) + output;
                        for (var k = 0; k < leafWidth; k++) sum[k] += value[k];
                    }
                }
            }
    }

    /// <summary>Groups of eight rows, in a group the first columns of all, then the second ones; all columns in both ways. Rows that fill up the last group are zeros.</summary>
    private float[] Twice(Matrix x, int from, int rows)
    {
        var width = arrays.ColumnCount;
        var twice = new float[(rows + Side - 1) / Side * Side * width * 2];
        for (var r = 0; r < rows; r++)
        {
            var source = x.Row(from + r);
            var target = twice.AsSpan((r / Side * Side * width * 2) + (r % Side));
            for (var c = 0; c < width; c++)
            {
                var missing = float.IsNaN(source[c]);
                target[c * Side] = missing ? float.PositiveInfinity : source[c];
                target[(width + c) * Side] = missing ? float.NegativeInfinity : source[c];
            }
        }

        return twice;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(Node* node, int bits, float* x, int* found)
    {
        var mask = (1u << bits) - 1;
        uint a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        do
        {
            // Some steps between looks whether all have arrived; who has arrived steps on the spot.
            for (var step = 0; step < 3; step++)
            {
                a = Next(node + a, bits, mask, x);
                b = Next(node + b, bits, mask, x + 1);
                c = Next(node + c, bits, mask, x + 2);
                d = Next(node + d, bits, mask, x + 3);
                e = Next(node + e, bits, mask, x + 4);
                f = Next(node + f, bits, mask, x + 5);
                g = Next(node + g, bits, mask, x + 6);
                h = Next(node + h, bits, mask, x + 7);
            }
        }
        while (Moves(node, bits, a, b, c, d) | Moves(node, bits, e, f, g, h));

        (found[0], found[1], found[2], found[3]) = ((int)a, (int)b, (int)c, (int)d);
        (found[4], found[5], found[6], found[7]) = ((int)e, (int)f, (int)g, (int)h);
    }

    /// <summary>Whether one of four has not arrived: only leaves lead to themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Moves(Node* node, int bits, uint a, uint b, uint c, uint d) =>
        (((node[a].Next >> bits) ^ a) | ((node[b].Next >> bits) ^ b) | ((node[c].Next >> bits) ^ c) | ((node[d].Next >> bits) ^ d)) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Next(Node* node, int bits, uint mask, float* x)
    {
        var next = node->Next;
        return (next >> bits) + (x[(next & mask) * Side] > node->Threshold ? 1u : 0u);
    }

    /// <summary>Where a row goes: to the child, or to the one after it when its value of the column is above the threshold.</summary>
    /// <param name="Threshold">Values up to this go left.</param>
    /// <param name="Next">The left child's place in the tree, and in the lowest bits the column.</param>
    private readonly record struct Node(float Threshold, uint Next);
}
