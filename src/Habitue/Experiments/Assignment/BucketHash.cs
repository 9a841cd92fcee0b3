namespace Habitue.Experiments.Assignment;

/// <summary>
/// Where in [0, 1) a customer stands for a seed: the bucketing that GrowthBook's SDKs share, so that they and we put every customer into the
/// same arm. FNV-1a of 32 bits over the text's UTF-16 units, as in JavaScript.
/// </summary>
internal static class BucketHash
{
    /// <summary>The place, or null for a version that is not known.</summary>
    /// <param name="seed">What is drawn for, such as an experiment's key.</param>
    /// <param name="value">The customer's id.</param>
    /// <param name="version">1: in thousandths, and neighbours among experiments have to do with one another. 2: in ten-thousandths, without that fault.</param>
    public static double? Of(string seed, string value, int version) => version switch
    {
        1 => Fnv(value, seed) % 1_000 / 1_000.0,
        2 => Fnv(Fnv(seed, value).ToString(), "") % 10_000 / 10_000.0,
        _ => null,
    };

    private static uint Fnv(string first, string second)
    {
        var hash = 2166136261u;
        foreach (var unit in first) hash = unchecked((hash ^ unit) * 16777619u);
        foreach (var unit in second) hash = unchecked((hash ^ unit) * 16777619u);
        return hash;
    }
}
