namespace Habitue.Experiments.Assignment;

/// <summary>A part of [0, 1): with its lower end, without its upper.</summary>
internal readonly record struct BucketRange(double From, double To)
{
    public bool Holds(double place) => place >= From && place < To;
}

/// <summary>How [0, 1) is divided among the variants. Follows GrowthBook in odd cases too: weights that do not add up to 1 count as equal ones.</summary>
internal static class Buckets
{
    /// <summary>The range of each variant: its weight, of which the covered share lies at the lower end, so that more coverage moves nobody.</summary>
    public static BucketRange[] Ranges(int variants, double coverage, IReadOnlyList<double>? weights)
    {
        coverage = Math.Clamp(coverage, 0, 1);
        if (weights is null || weights.Count != variants || weights.Sum() is < 0.99 or > 1.01) weights = Equal(variants);
        var (ranges, from) = (new BucketRange[weights.Count], 0.0);
        for (var variant = 0; variant < ranges.Length; variant++)
        {
            ranges[variant] = new BucketRange(from, from + (coverage * weights[variant]));
            from += weights[variant];
        }

        return ranges;
    }

    /// <summary>The same weight for each.</summary>
    public static double[] Equal(int variants) => variants < 1 ? [] : [.. Enumerable.Repeat(1.0 / variants, variants)];

    /// <summary>The variant whose range holds the place, or -1.</summary>
    public static int Choose(double place, IReadOnlyList<BucketRange> ranges)
    {
        for (var variant = 0; variant < ranges.Count; variant++)
            if (ranges[variant].Holds(place)) return variant;
        return -1;
    }
}

/// <summary>
/// A share of all customers that experiments divide among themselves: two experiments with the same name and ranges that do not overlap
/// exclude each other.
/// </summary>
/// <param name="Name">What is divided.</param>
/// <param name="Range">This experiment's part of it.</param>
internal sealed record Exclusion(string Name, BucketRange Range)
{
    public bool Holds(string id) => Range.Holds(BucketHash.Of($"__{Name}", id, 1)!.Value);
}

/// <summary>The share of customers that no experiment touches, so that what all of them together bring can be measured.</summary>
/// <param name="Share">From 0 to below 1.</param>
/// <param name="Seed">Another seed draws other customers.</param>
internal sealed record Holdout(double Share, string Seed)
{
    public static readonly Holdout None = new(0, "holdout");

    public bool Holds(string id) => Share > 0 && BucketHash.Of(Seed, id, 2)!.Value < Share;
}
