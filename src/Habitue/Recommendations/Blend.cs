namespace Habitue.Recommendations;

/// <summary>How much each part counts. Where the parts have nothing to say, what is bought by most fills the places that are left.</summary>
/// <param name="Parts">The names of the parts, in their order.</param>
/// <param name="Weights">One for each, 0 or more.</param>
internal sealed record Blend(string[] Parts, float[] Weights)
{
    /// <summary>So little that it only settles what the parts leave open.</summary>
    private const float Filling = 1e-4f;

    /// <summary>One part alone.</summary>
    public static Blend Alone(string[] parts, string name) => new(parts, Array.ConvertAll(parts, part => part == name ? 1f : 0f));

    /// <summary>The parts that count.</summary>
    public string[] Used => [.. Parts.Where((_, part) => Weights[part] > 0)];

    /// <summary>What each item of a list comes to.</summary>
    public float[] Scores(Shortlist list)
    {
        var sums = new float[list.Items.Length];
        for (var part = 0; part < Parts.Length; part++)
        {
            var weight = Weights[part] + (Parts[part] == PartNames.Popular ? Filling : 0);
            if (weight == 0) continue;
            var scores = list.Scores[part];
            for (var i = 0; i < sums.Length; i++) sums[i] += weight * scores[i];
        }
        return sums;
    }

    public override string ToString() => string.Join(" + ", Used.Select(part => $"{Weights[Array.IndexOf(Parts, part)]:0.##} {part}"));
}
