namespace Habitue.Recommendations;

/// <summary>The parts, as the tables name them and as people say it.</summary>
internal static class PartNames
{
    public const string Popular = "popular", Lately = "popular lately", BuyAgain = "buy again", Again = "time to buy again", Cosine = "neighbours (cosine)", Bm25 = "neighbours (BM25)",
        Als = "ALS", Bpr = "BPR", Ease = "EASE", Content = "content", Hybrid = "hybrid";

    /// <summary>What needs no model.</summary>
    public static readonly string[] Baselines = [Popular, Lately, BuyAgain];

    /// <summary>As the name of a file.</summary>
    public static string File(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
}
