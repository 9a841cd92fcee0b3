using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Clustering;

/// <summary>
/// Which rows of a stretch lie within a radius: eight or so at a time in float32, and those too near to the edge to tell
/// once more in double, so that the answer is that of double arithmetic.
/// </summary>
internal readonly unsafe struct WithinRadius
{
    private readonly double squared;
    private readonly float surely;
    private readonly float perhaps;

    public WithinRadius(double radius, int columns)
    {
        squared = radius * radius;
        // A rounding for the difference, one for each sum; the radius is rounded too. Twice that is on the safe side.
        var doubt = (columns + 4) * 1.2e-7;
        surely = (float)(squared * (1 - doubt));
        // Below the smallest numbers of full precision float32 cannot tell at all.
        perhaps = Math.Max((float)Math.Min(squared * (1 + doubt), float.MaxValue), 1e-30f);
        if (perhaps == 1e-30f) surely = -1;
    }

    public double Squared => squared;

    /// <summary>A bit for each place from <paramref name="from"/> on that lies within the radius; at most a vector of them, and none from <paramref name="to"/> on.</summary>
    /// <param name="places">The first coordinate of all places.</param>
    /// <param name="capacity">How far the next coordinate is away.</param>
    /// <param name="columns">How many coordinates there are.</param>
    /// <param name="query">The place to measure from.</param>
    /// <param name="from">The first place.</param>
    /// <param name="to">One past the last place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(float* places, int capacity, int columns, float* query, int from, int to)
    {
        var sum = Vector<float>.Zero;
        var x = places + from;
        for (var c = 0; c < columns; c++, x += capacity)
        {
            var difference = *(Vector<float>*)x - new Vector<float>(query[c]);
            sum = Vector.FusedMultiplyAdd(difference, difference, sum);
        }

        var near = Bits(Vector.LessThanOrEqual(sum, new Vector<float>(perhaps)));
        if (near == 0) return 0;
        if (to - from < Vector<float>.Count) near &= (1u << (to - from)) - 1;
        var doubtful = near & ~Bits(Vector.LessThan(sum, new Vector<float>(surely)));
        return doubtful == 0 ? near : Again(places, capacity, columns, query, from, near, doubtful);
    }

    /// <summary>The squared distance in double.</summary>
    public static double Distance(float* places, int capacity, int columns, float* query, int place)
    {
        var sum = 0.0;
        for (var c = 0; c < columns; c++)
        {
            var difference = (double)places[((nint)c * capacity) + place] - query[c];
            sum += difference * difference;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(Vector<int> mask) => Vector<float>.Count switch
    {
        8 => Vector256.ExtractMostSignificantBits(Vector256.AsVector256(mask)),
        4 => Vector128.ExtractMostSignificantBits(Vector128.AsVector128(mask)),
        _ => (uint)Vector512.ExtractMostSignificantBits(Vector512.AsVector512(mask)),
    };

    private uint Again(float* places, int capacity, int columns, float* query, int from, uint near, uint doubtful)
    {
        for (; doubtful != 0; doubtful &= doubtful - 1)
        {
            var lane = BitOperations.TrailingZeroCount(doubtful);
            if (Distance(places, capacity, columns, query, from + lane) > squared) near &= ~(1u << lane);
        }

        return near;
    }
}
