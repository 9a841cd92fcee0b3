using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Saves k-means most distances when there are many centres: for each row it keeps an upper bound of the distance to its
/// own centre and, for each group of sixteen centres, a lower bound of the distance to all others of the group. Moving
/// centres loosen the bounds by as far as they moved; only groups whose bound no longer exceeds the row's own distance
/// are measured, with the roundings of <see cref="NearestCentre"/>, sixteen centres of one row at a time. All bounds are
/// widened by more than float32 can round, so that a group is passed over only when every computed distance in it would
/// be strictly larger: labels are exactly those of measuring everything.
/// Source: Ding and others, "Yinyang K-Means" (ICML 2015), with groups of sixteen.
/// </summary>
internal sealed unsafe class CentreBounds
{
    public const int Group = 16;

    /// <summary>Squared distances that round to less than this are not told apart by bounds.</summary>
    private const float Slack = 1e-18f;

    private const float Rounding = 1f / (1 << 22); // four times what one operation rounds
    private const float Largest = 1.8e19f; // just below the root of the largest number: a distance that overflows is at least this

    private readonly Tiles tiles;
    private readonly int columns;
    private readonly int k;
    private readonly int groups;
    private readonly float widen; // more than a distance of so many columns is off, twice over
    private readonly AlignedFloats centres; // per group all first coordinates, then all second ones
    private readonly AlignedFloats lower; // per tile of 16 rows and group, 16 bounds
    private readonly AlignedFloats upper; // per row
    private readonly int[] places; // of each centre its place among the groups
    private readonly int[] numbers; // of each place the centre's number
    private readonly float[] moved; // per centre, after one place for rows that have no centre yet
    private readonly float[] groupMoved;

    public CentreBounds(Tiles tiles, ReadOnlySpan<double> first)
    {
        k = first.Length / tiles.Columns;
        (this.tiles, columns, groups) = (tiles, tiles.Columns, Groups(k));
        widen = (columns + 8) * (1f / (1 << 23));
        centres = new AlignedFloats(groups * Group * columns);
        lower = new AlignedFloats((long)tiles.Pairs * Tiles.PairRows * groups);
        upper = new AlignedFloats(tiles.Pairs * Tiles.PairRows);
        centres.Values.Fill(float.PositiveInfinity); // the places left over: nobody's nearest
        upper.Values.Fill(float.PositiveInfinity); // nothing is known yet
        (moved, groupMoved, places) = (new float[k + 1], new float[groups], new int[k]);
        numbers = CentreGroups.Of(first, columns, Group);
        for (var place = 0; place < k; place++) places[numbers[place]] = place;
    }

    /// <summary>Whether keeping bounds is worth it, as docs/decisions/0015-bounds-in-k-means.md measured, and the bounds take no more than 256 MB.</summary>
    public static bool Pay(Tiles tiles, int k) =>
        Vector512.IsHardwareAccelerated && k >= 64 && (long)tiles.Pairs * Tiles.PairRows * Groups(k) <= 1 << 26;

    /// <summary>Takes other places for the centres and notes how far each went.</summary>
    public void Set(ReadOnlySpan<double> coordinates)
    {
        var values = centres.Values;
        Array.Clear(groupMoved);
        for (var c = 0; c < k; c++)
        {
            var square = 0.0;
            for (var i = 0; i < columns; i++)
            {
                ref var value = ref values[Index(places[c]) + (i * Group)];
                var next = (float)coordinates[(c * columns) + i];
                square += ((double)next - value) * ((double)next - value);
                value = next;
            }

            // The first places come from infinity: then every bound is as good as none.
            moved[c + 1] = (float)(Math.Sqrt(square) * (1 + (8 * widen)));
            groupMoved[places[c] / Group] = Math.Max(groupMoved[places[c] / Group], moved[c + 1]);
        }
    }

    /// <summary>Forgets what is known of a row: its centre was changed by somebody else, and no bound covers the one that it had.</summary>
    public void Forget(int row)
    {
        var near = lower.Values.Slice(row / Tiles.Lanes * Tiles.Lanes * groups, Tiles.Lanes * groups);
        for (var g = 0; g < groups; g++) near[(g * Group) + (row % Tiles.Lanes)] = 0;
        upper.Values[row] = float.PositiveInfinity;
    }

    /// <summary>Writes the nearest centre of consecutive rows, of equally near ones the first.</summary>
    /// <param name="first">The first row; it begins a tile.</param>
    /// <param name="labels">The nearest centres before the centres moved; -1 for none.</param>
    /// <param name="nearest">The nearest centres now.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(int first, ReadOnlySpan<int> labels, Span<int> nearest)
    {
        fixed (int* whose = labels, into = nearest)
        fixed (float* move = moved, groupMove = groupMoved)
            for (var row = 0; row < labels.Length; row += Tiles.Lanes)
            {
                var rows = Math.Min(Tiles.Lanes, labels.Length - row);
                for (var i = 0; i < rows; i++) into[row + i] = whose[row + i];
                FindTile((first + row) / Tiles.Lanes, rows, into + row, move, groupMove);
            }

        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindTile(int tile, int rows, int* nearest, float* move, float* groupMove)
    {
        float* far = upper.Start + ((nint)tile * Tiles.Lanes), near = lower.Start + ((nint)tile * Tiles.Lanes * groups);
        for (var i = 0; i < rows; i++) far[i] = (far[i] + move[nearest[i] + 1]) * (1 + Rounding);
        var limit = Vector512.Load(far);
        var shrink = Vector512.Create(1 - Rounding);
        var failed = Vector512<float>.Zero;
        for (var g = 0; g < groups; g++)
        {
            var bound = Vector512.FusedMultiplyAdd(Vector512.Load(near + (g * Group)), shrink, Vector512.Create(-groupMove[g]));
            bound.Store(near + (g * Group));
            failed |= ~Vector512.GreaterThan(bound, limit);
        }

        var active = (uint)failed.ExtractMostSignificantBits() & ((1u << rows) - 1);
        if (active == 0) return;
        var x = tiles.Tile(tile);
        var best = stackalloc float[Tiles.Lanes];
        var owns = stackalloc int[Tiles.Lanes]; // the group of the nearest so far; not always that of its number: see below

        // First the row's own group, which gives its distance now.
        for (var left = active; left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            var own = places[Math.Max(nearest[i], 0)] / Group;
            var distances = Measure(x + i, centres.Start + ((nint)own * Group * columns));
            var least = Least(distances);
            var lane = First(distances, least);
            (best[i], owns[i]) = (least, own);
            nearest[i] = least < float.PositiveInfinity ? numbers[(own * Group) + lane] : 0; // of distances that overflow none is the least
            near[(own * Group) + i] = Lower(Least(Without(distances, lane)));
            far[i] = Upper(least);
        }

        limit = Vector512.Load(far);
        for (var g = 0; g < groups; g++)
        {
            var left = (uint)(~Vector512.GreaterThan(Vector512.Load(near + (g * Group)), limit)).ExtractMostSignificantBits() & active;
            for (; left != 0; left &= left - 1)
            {
                var i = BitOperations.TrailingZeroCount(left);
                var own = owns[i];
                if (own == g) continue; // measured already, whether as the first or as the nearest since
                var distances = Measure(x + i, centres.Start + ((nint)g * Group * columns));
                var least = Least(distances);
                if (least > best[i] || !(least < float.PositiveInfinity))
                {
                    near[(g * Group) + i] = Lower(least);
                    continue;
                }

                var lane = First(distances, least);
                if (least == best[i] && numbers[(g * Group) + lane] > nearest[i])
                {
                    near[(g * Group) + i] = Lower(least);
                    continue;
                }

                near[(own * Group) + i] = Math.Min(near[(own * Group) + i], Lower(best[i]));
                near[(g * Group) + i] = Lower(Least(Without(distances, lane)));
                (best[i], owns[i], nearest[i], far[i]) = (least, g, numbers[(g * Group) + lane], Upper(least));
                limit = Vector512.Load(far);
            }
        }
    }

    /// <summary>The squared distances of one row to sixteen centres, rounded as <see cref="NearestCentre"/> rounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Measure(float* row, float* centre)
    {
        var sum = Vector512<float>.Zero;
        for (var c = 0; c < columns; c++, row += Tiles.Lanes, centre += Group)
        {
            var difference = Vector512.Create(*row) - Vector512.Load(centre);
            sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Least(Vector512<float> values)
    {
        var eight = Vector256.MinNative(values.GetLower(), values.GetUpper());
        var four = Vector128.MinNative(eight.GetLower(), eight.GetUpper());
        var two = Vector128.MinNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MinNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>The first place in its group at this distance, and so the lowest number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int First(Vector512<float> distances, float least) =>
        BitOperations.TrailingZeroCount((uint)Vector512.Equals(distances, Vector512.Create(least)).ExtractMostSignificantBits());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Without(Vector512<float> values, int lane) =>
        Vector512.ConditionalSelect(Vector512.Equals(Vector512<int>.Indices, Vector512.Create(lane)).AsSingle(), Vector512.Create(float.PositiveInfinity), values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Lower(float square) => Math.Min(MathF.Sqrt(square), Largest) * (1 - widen);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Upper(float square) => (MathF.Sqrt(square) * (1 + (8 * widen))) + Slack;

    /// <summary>The squared distances of consecutive rows to the centres that they have.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="labels">Their centres.</param>
    /// <param name="into">Their squared distances.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Distances(int first, ReadOnlySpan<int> labels, Span<float> into)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            float* row = tiles.At(first + i), centre = centres.Start + Index(places[labels[i]]);
            var sum = 0f;
            for (var c = 0; c < columns; c++)
            {
                var difference = row[c * Tiles.Lanes] - centre[c * Group];
                sum = MathF.FusedMultiplyAdd(difference, difference, sum);
            }

            into[i] = sum;
        }

        GC.KeepAlive(this);
    }

    private int Index(int place) => (place / Group * Group * columns) + (place % Group);

    private static int Groups(int k) => (k + Group - 1) / Group;
}
