namespace Habitue.Simulation;

/// <summary>A country of the shop's customers, with its cities as pairs of name and postal code pattern (# is a digit, @ a letter).</summary>
internal sealed record Country(string Name, string Code, string Locale, string TimeZone, double Share, bool SecondStore, string[] Cities, string PostalCode);

/// <summary>Where the customers live: most of them in the home country, as in Online Retail.</summary>
internal static class Places
{
    public static readonly Country[] Countries =
    [
        new("United Kingdom", "GB", "en-GB", "Europe/London", .80, false,
            ["London", "Leeds", "Bristol", "Manchester", "Glasgow", "Cardiff", "York", "Norwich", "Sheffield", "Belfast"], "@@# #@@"),
        new("Germany", "DE", "de-DE", "Europe/Berlin", .060, true, ["Berlin", "München", "Köln", "Hamburg", "Nürnberg", "Göttingen"], "#####"),
        new("France", "FR", "fr-FR", "Europe/Paris", .045, true, ["Paris", "Lyon", "Nîmes", "Orléans", "Besançon", "Lille"], "#####"),
        new("Ireland", "IE", "en-IE", "Europe/Dublin", .025, false, ["Dublin", "Cork", "Galway", "Dún Laoghaire"], "D## @#@#"),
        new("Austria", "AT", "de-AT", "Europe/Vienna", .012, true, ["Wien", "Graz", "Linz", "Sankt Pölten"], "####"),
        new("Belgium", "BE", "fr-BE", "Europe/Brussels", .012, true, ["Bruxelles", "Liège", "Gent", "Namur"], "####"),
        new("Netherlands", "NL", "nl-NL", "Europe/Amsterdam", .012, false, ["Amsterdam", "Utrecht", "Groningen"], "#### @@"),
        new("Spain", "ES", "es-ES", "Europe/Madrid", .010, false, ["Madrid", "Málaga", "A Coruña", "León"], "#####"),
        new("Switzerland", "CH", "de-CH", "Europe/Zurich", .008, true, ["Zürich", "Genève", "Bern", "Delémont"], "####"),
        new("Portugal", "PT", "pt-PT", "Europe/Lisbon", .006, false, ["Lisboa", "Porto", "Évora", "Setúbal"], "####-###"),
        new("Poland", "PL", "pl-PL", "Europe/Warsaw", .006, false, ["Warszawa", "Kraków", "Łódź", "Gdańsk"], "##-###"),
        new("Norway", "NO", "nb-NO", "Europe/Oslo", .004, false, ["Oslo", "Tromsø", "Ålesund"], "####"),
    ];

    public static readonly Lottery Lottery = new(Countries.Select(c => c.Share).ToArray());

    public static string PostalCode(Country country, ref Dice dice)
    {
        Span<char> code = stackalloc char[country.PostalCode.Length];
        for (var i = 0; i < code.Length; i++)
            code[i] = country.PostalCode[i] switch { '#' => (char)('0' + dice.Next(10)), '@' => "ABEGHLNPRSTW"[dice.Next(12)], var other => other };
        return new string(code);
    }
}
