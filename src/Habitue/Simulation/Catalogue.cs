using System.Text;

namespace Habitue.Simulation;

/// <summary>The shop's products, how they are drawn into baskets, and the rules planted between them.</summary>
internal sealed class Catalogue
{
    private readonly Lottery _all;
    private readonly int[][] _members;
    private readonly Lottery[] _within;
    private readonly int[] _partner;

    public Catalogue(ShopPlan plan, int count)
    {
        var dice = Dice.Of(plan.Seed, Purpose.Catalogue, 0);
        var categories = new Lottery(CatalogueWords.Categories.Select(c => c.Share).ToArray());
        var names = new HashSet<string>();
        // The first products fill every category, so that each can be drawn from.
        Products = [.. Enumerable.Range(0, count).Select(i => Make(i, i < CatalogueWords.Categories.Length ? i : categories.Draw(ref dice), plan.Start, names, ref dice))];
        _all = new Lottery(Products.Select(p => p.Popularity).ToArray());
        _members = [.. Enumerable.Range(0, CatalogueWords.Categories.Length).Select(c => Enumerable.Range(0, count).Where(p => Products[p].Category == c).ToArray())];
        _within = [.. _members.Select(m => new Lottery(m.Select(p => Products[p].Popularity).ToArray()))];
        Rules = Plant(plan.Rules, ref dice);
        _partner = new int[count];
        for (var r = 0; r < Rules.Length; r++) _partner[Rules[r].Antecedent] = r + 1;
    }

    public Product[] Products { get; }

    public PlantedRule[] Rules { get; }

    public int Draw(ref Dice dice) => _all.Draw(ref dice);

    public int Draw(int category, ref Dice dice) => _members[category][_within[category].Draw(ref dice)];

    /// <summary>The rule that starts at this product, if one does.</summary>
    public PlantedRule? RuleOf(int product) => _partner[product] is > 0 and var r ? Rules[r - 1] : null;

    /// <summary>Well-sold products as first, middling ones as second of a pair, and no product in two pairs.</summary>
    private PlantedRule[] Plant(int rules, ref Dice dice)
    {
        var ranked = Enumerable.Range(0, Products.Length).OrderByDescending(p => Products[p].Popularity).ThenBy(p => p).ToArray();
        rules = Math.Min(rules, ranked.Length / 8);
        var planted = new PlantedRule[rules];
        for (var r = 0; r < rules; r++)
        {
            // Every third of the upper ranks is a first product; second products come from the middle of the ranks.
            var antecedent = ranked[ranked.Length / 50 + r * Math.Max(1, ranked.Length / 8 / Math.Max(1, rules))];
            planted[r] = new PlantedRule(antecedent, ranked[ranked.Length / 4 + r * Math.Max(1, ranked.Length / 3 / rules)], Math.Round(dice.Between(.25, .6), 2));
        }
        return planted;
    }

    private static Product Make(int index, int category, DateOnly start, HashSet<string> names, ref Dice dice)
    {
        var words = CatalogueWords.Categories[category];
        string name;
        for (var tries = 0; ; tries++)
        {
            var noun = dice.Pick(words.Nouns);
            name = $"{dice.Pick(CatalogueWords.Styles)} {dice.Pick(CatalogueWords.Materials)} {noun}";
            if (tries > 4) name += $" No. {index}";
            if (names.Add(name)) break;
        }
        var price = Charm(dice.LogNormal(7.4 * words.Price, .72));
        var sku = (20_001 + index).ToString() + (dice.Chance(.25) ? "ABCDE"[dice.Next(5)].ToString() : "");
        var brand = dice.Pick(CatalogueWords.Brands);
        var description = $"{dice.Pick(CatalogueWords.Uses)}: {name.ToLowerInvariant()}. {dice.Pick(CatalogueWords.Cares)}";
        var json = new Utf8Text();
        json.Raw("\"product_id\":\""u8).Ascii(sku).Raw("\",\"sku\":\""u8).Ascii(sku).Raw("\",\"name\":\""u8).Json(name).Raw("\",\"category\":\""u8)
            .Json(words.Name).Raw("\",\"brand\":\""u8).Json(brand).Raw("\",\"price\":"u8).Money(price);
        return new Product
        {
            Category = category, Sku = sku, Name = name, Brand = brand, Description = description, Price = price,
            OldPrice = Charm(price * .94 / 100), Cost = (int)(price * dice.Between(.35, .65)), Stock = dice.Poisson(60),
            Launched = start.AddDays(-dice.Next(200, 2000)), Quality = Math.Clamp(.35 + .45 * dice.Normal(), -1, 1),
            Popularity = dice.LogNormal(1, 1.2), Json = json.ToArray(),
            Till = Encoding.UTF8.GetBytes($"{sku},{name.ToUpperInvariant()}"),
            SecondTill = Encoding.Latin1.GetBytes($"{sku};{name.ToUpperInvariant()}"),
        };
    }

    /// <summary>A price as shops write it: 0.85, 2.95, 14.99, 120.00.</summary>
    private static int Charm(double price) => price switch
    {
        < 1 => Math.Max(19, (int)(price * 10) * 10 + (price * 100 % 10 < 5 ? 5 : 9)),
        < 10 => (int)(price * 4) switch { var quarter => quarter / 4 * 100 + (quarter % 4) switch { 0 => 25, 1 => 49, 2 => 75, _ => 95 } },
        < 100 => (int)price * 100 + (price % 1 < .5 ? 50 : 99),
        _ => (int)(price / 5) * 500,
    };
}
