using Habitue.Decisions.Conditions;
using Habitue.Decisions.Customers;
using Habitue.Host;

namespace Habitue.Decisions.Reading;

/// <summary>Reads one offer.</summary>
internal static class OfferReader
{
    public static readonly string[] Words = ["title", "content", "when", "margin", "chance", "priority", "purpose", "cap", "product", "from", "to", "reason"];

    public static Offer Read(string id, YamlPart part, ConditionSet conditions)
    {
        if (id.Length > 100 || id.Any(char.IsControl)) throw part.Wrong("an offer's id has at most 100 letters.");
        var entries = part.Entries(Words);
        YamlPart? Entry(string name) => entries.GetValueOrDefault(name);
        var offer = new Offer
        {
            Id = id,
            Line = part.Line,
            Title = Entry("title")?.Text() ?? id,
            Content = Entry("content") is { } content ? YamlJson.Of(content) : "null",
            When = Entry("when")?.Condition(conditions),
            WhenText = Entry("when")?.Text(),
            Margin = AmountOf(Entry("margin"), 1, double.NegativeInfinity, double.PositiveInfinity),
            Chance = AmountOf(Entry("chance"), 1, 0, 1),
            Priority = Entry("priority")?.Integer(-1_000, 1_000) ?? 0,
            Purpose = Entry("purpose")?.Text() switch { null => "marketing", "none" => null, var purpose => purpose },
            Cap = Entry("cap")?.Cap(),
            Product = Entry("product")?.Text(),
            From = Entry("from")?.Moment(),
            To = Entry("to")?.Moment(),
            Reason = Entry("reason")?.Text(),
        };
        return offer.From >= offer.To ? throw part.Wrong($"offer {id} ends before it begins.") : offer;
    }

    /// <summary>A number, or the name of a field that holds one.</summary>
    private static Amount AmountOf(YamlPart? part, double byDefault, double least, double most)
    {
        if (part is null) return new Amount(byDefault, null);
        var text = part.Text();
        if (text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_'))
        {
            var field = CustomerFields.Find(text);
            if (field is { Kind: FieldKind.Number } or { Source: FieldSource.Context }) return new Amount(double.NaN, field);
            var nearest = Misparse.Nearest(text, CustomerFields.Names);
            throw part.Wrong($"{part.Name} is `{text}`, which is neither a number nor a field that holds one{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        return new Amount(part.Number(least, most), null);
    }
}
