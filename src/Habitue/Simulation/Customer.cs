namespace Habitue.Simulation;

/// <summary>What is true about one customer. Personal details are not kept here: <see cref="Profile"/> draws them again.</summary>
internal readonly record struct Customer
{
    public CustomerType Type { get; init; }
    public Season Season { get; init; }
    public byte Country { get; init; }
    public char Gender { get; init; }
    public bool Trade { get; init; }
    public bool HasApp { get; init; }
    public bool MarketingConsent { get; init; }
    public bool AnalyticsConsent { get; init; }
    public bool AdvertisingConsent { get; init; }

    /// <summary>Own devices, 1 to 3.</summary>
    public byte Devices { get; init; }

    /// <summary>Shares one more device with the customer beside it.</summary>
    public bool Household { get; init; }

    public float WebShare { get; init; }
    public float BasketScale { get; init; }

    /// <summary>Expected orders a day while alive.</summary>
    public float Rate { get; init; }

    /// <summary>Seconds since the first day; negative for those who were customers before it.</summary>
    public int Acquired { get; init; }

    /// <summary>When the customer stops buying for good; <see cref="int.MaxValue"/> when that lies after the last day.</summary>
    public int Died { get; init; }

    public byte Taste0 { get; init; }
    public byte Taste1 { get; init; }
    public byte Taste2 { get; init; }

    public int Taste(int which) => which switch { 0 => Taste0, 1 => Taste1, _ => Taste2 };

    public bool AliveAt(int second) => second < Died;

    /// <summary>The only place that says how a customer's number becomes the id that every system uses.</summary>
    public static string Id(int customer) => $"C{customer + 1:D6}";

    public static Customer Draw(ulong seed, int index, Seasons seasons, ref Dice dice)
    {
        var traits = TypeTraits.All[dice.Weighted(TypeTraits.Shares)];
        var season = traits.Type switch
        {
            CustomerType.DiscountDriven => Season.Sales,
            CustomerType.Seasonal => dice.Chance(.6) ? Season.Winter : Season.Spring,
            _ => Season.Steady,
        };
        var acquired = dice.Chance(.38)
            ? -(int)(Math.Min(dice.Exponential(400), 3000) * Seasons.Day) - 1
            : seasons.DrawDay(season, 0, seasons.Closing, ref dice) + Seasons.BrowseTime(ref dice);
        var life = dice.Exponential(traits.LifeDays) * Seasons.Day;
        var died = Math.Max(acquired, 0) + life;
        var country = (byte)Places.Lottery.Draw(ref dice);
        // Only the home country and those of the second store have a shop to walk into.
        var nearStore = country == 0 || Places.Countries[country].SecondStore;
        var webShare = !nearStore ? 1 : dice.Weighted([.3, .2, .5]) switch { 0 => 1, 1 => .08, _ => dice.Between(.35, .85) };
        return new Customer
        {
            Type = traits.Type, Season = season, Country = country, WebShare = (float)webShare,
            Gender = "FMX"[dice.Weighted([.58, .40, .02])],
            Trade = dice.Chance(traits.Type == CustomerType.Heavy ? .25 : .04),
            HasApp = dice.Chance(.2), Devices = (byte)Math.Min(3, 1 + dice.Geometric(.5)),
            MarketingConsent = dice.Chance(.68), AnalyticsConsent = dice.Chance(.86), AdvertisingConsent = dice.Chance(.5),
            Household = Dice.Of(seed, Purpose.Household, index / 2).Chance(.08),
            BasketScale = (float)(dice.LogNormal(.94, .35) * traits.BasketScale),
            Rate = (float)(dice.LogNormal(traits.OrdersPerYear, traits.Spread) / 365), Acquired = acquired,
            Died = died >= seasons.Closing ? int.MaxValue : (int)died,
            Taste0 = (byte)dice.Next(CatalogueWords.Categories.Length), Taste1 = (byte)dice.Next(CatalogueWords.Categories.Length),
            Taste2 = (byte)(season == Season.Winter ? 7 : dice.Next(CatalogueWords.Categories.Length)),
        };
    }

    /// <summary>A person without a card: only a country and a taste.</summary>
    public static Customer Stranger(byte country, ref Dice dice) => new()
    {
        Country = country, BasketScale = .8f, Devices = 1, AnalyticsConsent = dice.Chance(.7), Taste0 = (byte)dice.Next(CatalogueWords.Categories.Length),
        Taste1 = (byte)dice.Next(CatalogueWords.Categories.Length), Taste2 = (byte)dice.Next(CatalogueWords.Categories.Length),
    };
}
