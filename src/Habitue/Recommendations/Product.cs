namespace Habitue.Recommendations;

/// <summary>What a product is: all that a recommendation by content can go by.</summary>
/// <param name="IsNew">Nobody has bought it yet.</param>
internal sealed record Product(string Id, string? Name, string? Category, double Price, bool IsNew)
{
    private const float CategoryWeight = 2, WordWeight = 1, PriceWeight = 0.5f;

    private static readonly char[] Between = [' ', ',', '.', '/', '-', '&', '(', ')', '"', '\'', '+', ':', ';', '*', '#', '!', '?'];

    /// <summary>What to call it in a sentence.</summary>
    public string Title => string.IsNullOrWhiteSpace(Name) ? Id : Name.Trim();

    /// <summary>The words of its name that say something.</summary>
    public IEnumerable<string> Words => (Name ?? "").ToLowerInvariant().Split(Between, StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.Length > 2 && !char.IsAsciiDigit(word[0]) && word is not ("the" or "and" or "with" or "for" or "set")).Distinct();

    /// <summary>Its attributes with their weights: kind of goods, words, and price band (twice the price is the next one).</summary>
    public IEnumerable<(string Item, string Attribute, float Weight)> Attributes()
    {
        if (!string.IsNullOrWhiteSpace(Category)) yield return (Id, $"category {Category}", CategoryWeight);
        foreach (var word in Words) yield return (Id, $"word {word}", WordWeight);
        if (Price > 0) yield return (Id, $"price {Math.Floor(Math.Log2(Price))}", PriceWeight);
    }
}
