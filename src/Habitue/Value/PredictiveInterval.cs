namespace Habitue.Value;

/// <summary>
/// The interval that holds a customer's future spending so often: what is too little and what is too much are equally rare, but where nothing at all is
/// likelier than what may be left out below, the interval begins at 0 and leaves out only above.
/// </summary>
internal static class PredictiveInterval
{
    /// <param name="sorted">Drawn futures, rising.</param>
    /// <param name="level">The share of the futures that it holds.</param>
    public static (double Low, double High) Of(ReadOnlySpan<double> sorted, double level)
    {
        var below = (1 - level) / 2;
        return At(sorted, below) <= 0 ? (0, Math.Max(0, At(sorted, level))) : (At(sorted, below), At(sorted, 1 - below));
    }

    private static double At(ReadOnlySpan<double> sorted, double share)
    {
        var at = Math.Clamp((share * sorted.Length) - 0.5, 0, sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
