using System.Text.Json;
using Habitue.Experiments.Assignment;

namespace Habitue.Experiments.Definitions;

/// <summary>Reads the arms of an experiment and what names them.</summary>
internal static class VariantReader
{
    public const int Most = 50;

    public static IReadOnlyList<Variant> Read(FilePart part)
    {
        var items = part.Items().ToList();
        if (items.Count is < 2 or > Most) throw part.Wrong($"has {items.Count} variants; there must be from 2, the control first, to {Most}.");
        var variants = new List<Variant>();
        var weighed = 0;
        foreach (var item in items)
        {
            var fields = item.Fields("name", "weight", "value");
            if (!fields.TryGetValue("name", out var name)) throw item.Wrong("has no `name:`.");
            if (variants.Exists(one => one.Name == name.Text())) throw name.Wrong($"is {name.Text()}, and another variant is called so too.");
            if (fields.ContainsKey("weight")) weighed++;
            variants.Add(new Variant(name.Text(), fields.TryGetValue("weight", out var weight) ? weight.Number(1e-6, 1) : 1.0 / items.Count,
                fields.TryGetValue("value", out var value) ? value.Json() : JsonElement.Parse($"\"{JsonEncodedText.Encode(name.Text())}\"")));
        }

        if (weighed != 0 && weighed != items.Count) throw part.Wrong("gives some variants a weight and others none; give all or none.");
        var sum = variants.Sum(variant => variant.Weight);
        if (Math.Abs(sum - 1) > 1e-6) throw part.Wrong($"has weights that add up to {sum:0.######}; they must add up to 1. To let fewer customers take part, use `coverage:`.");
        if (variants.Select(variant => variant.Value.ValueKind is JsonValueKind.False ? JsonValueKind.True : variant.Value.ValueKind).Distinct().Count() > 1)
            throw part.Wrong("has values of different kinds; a site asks for one kind.");
        return variants;
    }

    public static int Place(FilePart part, IReadOnlyList<Variant> variants)
    {
        for (var place = 0; place < variants.Count; place++)
            if (variants[place].Name == part.Text()) return place;
        throw part.Wrong($"names the variant {part.Text()}, which is not there; there are {string.Join(", ", variants.Select(one => one.Name))}.");
    }

    public static Exclusion Exclusion(FilePart part)
    {
        var fields = part.Fields("name", "from", "to");
        if (!fields.TryGetValue("name", out var name)) throw part.Wrong("has no `name:`, what experiments divide among themselves.");
        var from = fields.TryGetValue("from", out var first) ? first.Number(0, 1) : 0;
        var to = fields.TryGetValue("to", out var last) ? last.Number(0, 1) : 1;
        return to > from ? new Exclusion(name.Text(), new BucketRange(from, to)) : throw part.Wrong($"goes from {from} to {to}; the second must be larger.");
    }
}
