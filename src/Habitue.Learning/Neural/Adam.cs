using System.Numerics;
using System.Runtime.CompilerServices;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>
/// Steps against the slope, each weight at its own pace.
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1 in the order of section 2's last paragraph.
/// </summary>
internal sealed unsafe class Adam(int weights, double rate)
{
    private const double First = 0.9, Second = 0.999;
    private const float Tiny = 1e-8f;

    private readonly AlignedFloats means = new(weights), squares = new(weights);
    private int step;

    /// <summary>False when slopes were so large that their squares were not to be held, after which nothing moves any more.</summary>
    public bool IsSound => Finite.All(squares.Start, squares.Count);

    /// <summary>One step along the sum of the two slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(AlignedFloats at, AlignedFloats slope, AlignedFloats otherSlope)
    {
        step++;
        var pace = new Vector<float>((float)(rate * Math.Sqrt(1 - Math.Pow(Second, step)) / (1 - Math.Pow(First, step))));
        Vector<float> first = new((float)First), less = new((float)(1 - First)), second = new((float)Second), lessSquare = new((float)(1 - Second)), tiny = new(Tiny);
        float* weight = at.Start, a = slope.Start, b = otherSlope.Start, mean = means.Start, square = squares.Start;
        for (var i = 0; i < weights; i += Vector<float>.Count)
        {
            var g = Vector.Load(a + i) + Vector.Load(b + i);
            var m = (Vector.Load(mean + i) * first) + (g * less);
            var v = (Vector.Load(square + i) * second) + (g * g * lessSquare);
            m.Store(mean + i);
            v.Store(square + i);
            (Vector.Load(weight + i) - (pace * m / (Vector.SquareRoot(v) + tiny))).Store(weight + i);
        }

        GC.KeepAlive(at);
        GC.KeepAlive(slope);
        GC.KeepAlive(otherSlope);
    }
}
