using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Numerics;

/// <summary>
/// e to the power of eight doubles, to about a unit of the last place, small enough to be inlined into a loop: the power is split into a
/// whole number of halvings and a rest below a third, for which thirteen terms of the series do. Below -708 and above 709 it gives what it
/// gives there; NaN stays NaN.
/// Source: Muller, Elementary Functions, 3rd edition (2016), section 11.2 (additive range reduction after Cody and Waite).
/// </summary>
internal static class Exponential
{
    private const double Shifter = 6755399441055744.0; // 1.5 × 2^52: adding it rounds to a whole number, which the low bits then hold
    private const double TwosPerUnit = 1.4426950408889634;
    private const double HalfHigh = 0.693147180369123816490;
    private const double HalfLow = 1.90821492927058770002e-10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> power)
    {
        var bounded = Vector512.MinNative(Vector512.MaxNative(power, Vector512.Create(-708.0)), Vector512.Create(709.0));
        var shifted = Vector512.FusedMultiplyAdd(bounded, Vector512.Create(TwosPerUnit), Vector512.Create(Shifter));
        var twos = shifted - Vector512.Create(Shifter);
        var rest = Vector512.FusedMultiplyAdd(twos, Vector512.Create(-HalfHigh), bounded);
        rest = Vector512.FusedMultiplyAdd(twos, Vector512.Create(-HalfLow), rest);

        // Two halves of the series side by side, in the rest's square.
        var square = rest * rest;
        var odd = Vector512.Create(1 / 6227020800.0);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1 / 39916800.0));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1 / 362880.0));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1 / 5040.0));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1 / 120.0));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1 / 6.0));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512<double>.One);
        var even = Vector512.Create(1 / 479001600.0);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1 / 3628800.0));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1 / 40320.0));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1 / 720.0));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1 / 24.0));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.5));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512<double>.One);
        var series = Vector512.FusedMultiplyAdd(odd, rest, even);
        var scale = Vector512.ShiftLeft(shifted.AsInt64() + Vector512.Create(1023L), 52).AsDouble();
        return Vector512.ConditionalSelect(Vector512.Equals(power, power), series * scale, power);
    }
}
