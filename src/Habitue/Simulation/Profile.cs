using System.Text;

namespace Habitue.Simulation;

/// <summary>The personal details of one customer, drawn again whenever a writer needs them. All of them are invented.</summary>
internal readonly record struct Profile(string Name, string Email, DateOnly BirthDate, string City, string PostalCode, string Tier)
{
    private static readonly string[] Women =
        ["Amelia", "Zoë", "Chloé", "Ines", "Freya", "Hannah", "Łucja", "Maeve", "Nadia", "Olivia", "Priya", "Renée", "Sofía", "Théa", "Ute", "Yara", "Grace", "Ingrid", "Katja", "Leïla"];

    private static readonly string[] Men =
        ["Ahmed", "Björn", "Callum", "Dafydd", "Émile", "Felix", "George", "Hugo", "İlker", "José", "Krzysztof", "Liam", "Matteo", "Noah", "Oscar", "Pádraig", "René", "Søren", "Tomás", "Viktor"];

    private static readonly string[] Families =
    [
        "Abbott", "Baker", "Castellanos", "Dupré", "Evans", "Fischer", "García", "Hughes", "Ibáñez", "Jørgensen", "Kowalski", "Lefèvre", "Müller", "Novák", "O'Brien",
        "Patel", "Quinn", "Rossi", "Schröder", "Taylor", "Underwood", "Vogel", "Walker", "Xu", "Young", "Żak", "Ashcroft-Hale", "Brontë", "Lindqvist", "Marsh",
    ];

    private const string Accented = "ÉÁáàãäåçéèêëíïıİñóöøŁłúüŻż", Unaccented = "EAaaaaaceeeeiiiinooolluuzz";

    public static Profile Draw(ulong seed, int index, in Customer customer)
    {
        var dice = Dice.Of(seed, Purpose.Profile, index);
        var given = dice.Pick(customer.Gender == 'M' || customer.Gender == 'X' && dice.Chance(.5) ? Men : Women);
        var family = dice.Pick(Families);
        var country = Places.Countries[customer.Country];
        var born = new DateOnly(2007, 1, 1).AddDays(-(int)(Math.Clamp(24 + 13 * dice.Normal(), 0, 72) * 365.25));
        var domain = dice.Chance(.7) ? "example.com" : "example.org";
        var tier = (customer.Rate * 365.0) switch { > 12 => "gold", > 4 => "silver", > 1.5 => "bronze", _ => "none" };
        return new($"{given} {family}", $"{Plain(given)}.{Plain(family)}{index + 1}@{domain}", born, dice.Pick(country.Cities), Places.PostalCode(country, ref dice), tier);
    }

    /// <summary>Letters a to z only, as in a mail address.</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var c in name)
        {
            var at = Accented.IndexOf(c);
            var letter = char.ToLowerInvariant(at < 0 ? c : Unaccented[at]);
            if (char.IsAsciiLetter(letter)) plain.Append(letter);
        }
        return plain.ToString();
    }
}
