using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>What a row costs by its linear score, for eight rows at a time.</summary>
internal interface IFamily
{
    /// <summary>Whether the factor of <see cref="Of"/> is anything but 1.</summary>
    static abstract bool HasFactor { get; }

    /// <summary>The loss of each row, its slope and its curvature in the score; the logarithm of the factor is to be added to the loss.</summary>
    static abstract void Of(
        Vector512<double> score, Vector512<double> target, out Vector512<double> loss, out Vector512<double> factor, out Vector512<double> slope, out Vector512<double> curvature);
}

/// <summary>Targets 0 or 1: log(1 + e^score) - target × score.</summary>
internal readonly struct LogisticFamily : IFamily
{
    public static bool HasFactor => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(
        Vector512<double> score, Vector512<double> target, out Vector512<double> loss, out Vector512<double> factor, out Vector512<double> slope, out Vector512<double> curvature)
    {
        var small = Exponential.Of(-Vector512.Abs(score)); // at most 1: nothing overflows
        var whole = factor = Vector512<double>.One + small;
        var larger = Vector512<double>.One / whole; // the probability of the side on which the score lies
        var smaller = small * larger;
        var probability = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(score, Vector512<double>.Zero), larger, smaller);
        loss = Vector512.MaxNative(score, Vector512<double>.Zero) - (target * score);
        slope = probability - target;
        curvature = larger * smaller;
    }
}

/// <summary>Counts: e^score - target × score.</summary>
internal readonly struct PoissonFamily : IFamily
{
    public static bool HasFactor => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(
        Vector512<double> score, Vector512<double> target, out Vector512<double> loss, out Vector512<double> factor, out Vector512<double> slope, out Vector512<double> curvature)
    {
        factor = Vector512<double>.One;
        var mean = Exponential.Of(score);
        loss = mean - (target * score);
        slope = mean - target;
        curvature = mean;
    }
}

/// <summary>Amounts above 0: score + target × e^-score.</summary>
internal readonly struct GammaFamily : IFamily
{
    public static bool HasFactor => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(
        Vector512<double> score, Vector512<double> target, out Vector512<double> loss, out Vector512<double> factor, out Vector512<double> slope, out Vector512<double> curvature)
    {
        factor = Vector512<double>.One;
        var share = target * Exponential.Of(-score);
        loss = score + share;
        slope = Vector512<double>.One - share;
        curvature = share;
    }
}

/// <summary>
/// Amounts again, for what comes after the fit: the loss is Pearson's square of the relative error, and the curvature is what is to be expected of
/// it, 1, which standard errors of generalized linear models are made of.
/// </summary>
internal readonly struct GammaInformation : IFamily
{
    public static bool HasFactor => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(
        Vector512<double> score, Vector512<double> target, out Vector512<double> loss, out Vector512<double> factor, out Vector512<double> slope, out Vector512<double> curvature)
    {
        slope = Vector512<double>.One - (target * Exponential.Of(-score));
        loss = slope * slope;
        factor = curvature = Vector512<double>.One;
    }
}
