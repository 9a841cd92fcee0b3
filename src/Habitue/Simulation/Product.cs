namespace Habitue.Simulation;

/// <summary>A product, with the pieces of text that the writers repeat for every event already encoded. Money is in cents.</summary>
internal sealed class Product
{
    public required int Category { get; init; }
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public required string Brand { get; init; }
    public required string Description { get; init; }
    public required int Price { get; init; }

    /// <summary>The price in the archive, before the last price round.</summary>
    public required int OldPrice { get; init; }

    public required int Cost { get; init; }
    public required int Stock { get; init; }
    public required DateOnly Launched { get; init; }

    /// <summary>From -1 (people complain) to 1 (people praise); what reviews are drawn from.</summary>
    public required double Quality { get; init; }

    public required double Popularity { get; init; }

    public string Path { get => field ??= "/p/" + Sku; }

    public string CategoryName => CatalogueWords.Categories[Category].Name;

    /// <summary><c>"product_id":…,"price":…</c>, without braces.</summary>
    public required byte[] Json { get; init; }

    /// <summary>Sku and name as the first till writes them: UTF-8, comma between.</summary>
    public required byte[] Till { get; init; }

    /// <summary>Sku and name as the second till writes them: Latin-1, semicolon between.</summary>
    public required byte[] SecondTill { get; init; }
}
