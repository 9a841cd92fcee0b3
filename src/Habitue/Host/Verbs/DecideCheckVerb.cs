using System.CommandLine;
using System.Globalization;
using Habitue.Decisions;
using Habitue.Decisions.Reading;
using Habitue.Host.Answers;

namespace Habitue.Host.Verbs;

/// <summary>Reads a file of decisions as the server would, and tells everything that is wrong with it, or what is in it.</summary>
internal sealed class DecideCheckVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "A file of decisions, YAML or JSON." };

    public DecideCheckVerb() : base("check", "Check a file of offers, placements and rules before the server reads it.",
        "habitue decide check decisions.yaml") => Add(file);

    public override int Execute(Call call)
    {
        var path = call.Of(file)!;
        if (!File.Exists(path)) throw new UserMistakeException($"{path}: there is no such file of decisions.");
        Catalogue catalogue;
        try
        {
            catalogue = CatalogueReader.ReadFile(path);
        }
        catch (CatalogueException wrong)
        {
            throw new UserMistakeException(wrong.Message);
        }
        var grid = new Grid("Placement", "Shows", "Policy", GridColumn.Number("Places"), "Cap", "Fallback", "Goal");
        foreach (var one in catalogue.Placements.Values)
            grid.Add(one.Id, one.Products is { } source ? $"products: {source.ToString().ToLowerInvariant()}" : string.Join(", ", one.Offers.Select(offer => offer.Id)), one.Policy.Name, one.Count.ToString(CultureInfo.InvariantCulture),
                one.Cap is { } cap ? InWords(cap) : "", one.Fallback?.Id ?? one.Then ?? "", one.Goal.Event);
        if (catalogue.Placements.Count > 0) grid.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say($"{path} is in order: {catalogue.Offers.Count} offers, {catalogue.Placements.Count} placements, version {catalogue.Version}.");
        var unused = catalogue.Offers.Keys.Except(catalogue.Placements.Values.SelectMany(one => one.Offers.Append(one.Fallback)).Select(offer => offer?.Id ?? "")).ToArray();
        if (unused.Length > 0) call.Terminal.Say($"No placement shows {string.Join(", ", unused)}.");
        return CommandLine.Done;
    }

    private static string InWords(FrequencyCap cap) => $"{cap.Times} per {(cap.Every.TotalDays >= 1 ? $"{cap.Every.TotalDays:0.##}d" : cap.Every.TotalHours >= 1 ? $"{cap.Every.TotalHours:0.##}h" : $"{cap.Every.TotalMinutes:0.##}m")}";
}
