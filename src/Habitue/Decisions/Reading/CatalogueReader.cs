using System.Security.Cryptography;
using System.Text;
using Habitue.Decisions.Conditions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Habitue.Decisions.Reading;

/// <summary>
/// Reads a file of decisions, YAML or JSON (which is YAML too). Everything that is wrong with it is found at once: words that are not
/// known, names that lead nowhere, circles, values outside their limits, each with its line.
/// </summary>
internal sealed class CatalogueReader
{
    public const int MostBytes = 4 << 20;

    /// <summary>The words of the file's first level. The schema beside this file has the same; a test compares them.</summary>
    public static readonly string[] Words = ["deadline_ms", "holdout", "silence_is_consent", "conditions", "offers", "placements", "steering"];

    private readonly List<string> problems = [];
    private readonly ConditionSet conditions = new();
    private readonly Dictionary<string, Offer> offers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Placement> placements = new(StringComparer.Ordinal);
    private readonly List<Steering> steering = [];

    private CatalogueReader() { }

    /// <param name="path">The file.</param>
    /// <exception cref="CatalogueException">It cannot be read or taken.</exception>
    public static Catalogue ReadFile(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MostBytes) throw new CatalogueException($"{Path.GetFileName(path)}: the file has {length / 1024.0 / 1024:N1} MB; at most {MostBytes >> 20} MB can be read.");
            return Read(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CatalogueException($"{path}: cannot be read ({problem.Message.TrimEnd('.')}).");
        }
    }

    /// <param name="text">What the file holds.</param>
    /// <param name="file">Its name, for sentences.</param>
    /// <exception cref="CatalogueException">It cannot be taken.</exception>
    public static Catalogue Read(string text, string file)
    {
        var catalogue = new CatalogueReader().Whole(Root(text, file));
        return catalogue with { Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12] };
    }

    private static YamlPart Root(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException mistake)
        {
            throw new CatalogueException($"{file}, line {mistake.Start.Line}: this is not YAML ({(mistake.InnerException ?? mistake).Message.TrimEnd('.')}).");
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? new YamlPart(file, root, "the file")
            : throw new CatalogueException($"{file}, line 1: the file must be one document of names and values, with `offers` and `placements`.");
    }

    private Catalogue Whole(YamlPart root)
    {
        var entries = Taken(() => root.Entries(Words)) ?? new Dictionary<string, YamlPart>();
        Each(entries, "conditions", (name, _) => conditions.Declare(name));
        Each(entries, "conditions", (name, part) => conditions.Define(name, part.Condition(conditions)));
        if (conditions.Cycle() is { } circle) problems.Add(entries["conditions"].Wrong($"conditions lead back to themselves: {string.Join(" → ", circle)}.").Message);
        Each(entries, "offers", (id, part) => offers[id] = OfferReader.Read(id, part, conditions));
        Each(entries, "placements", (id, part) => placements[id] = PlacementReader.Read(id, part, offers));
        CheckChains(entries);
        if (entries.TryGetValue("steering", out var list))
            foreach (var part in list.Items()) Taken(() => { steering.Add(SteeringReader.Read(part, offers, placements)); return true; });
        var catalogue = new Catalogue
        {
            Version = "",
            Deadline = Of(entries, "deadline_ms", part => TimeSpan.FromMilliseconds(part.Integer(1, 10_000)), TimeSpan.FromMilliseconds(50)),
            Holdout = Of(entries, "holdout", HoldoutOf, null),
            SilenceIsConsent = Of(entries, "silence_is_consent", part => part.Flag(), true),
            Conditions = conditions,
            Offers = offers,
            Placements = placements,
            Steerings = placements.Keys.ToDictionary(id => id, id => Steering.For(id, steering), StringComparer.Ordinal),
        };
        return problems.Count == 0 ? catalogue : throw new CatalogueException(problems);
    }

    /// <summary>A placement that hands on to another must come to an end.</summary>
    private void CheckChains(IReadOnlyDictionary<string, YamlPart> entries)
    {
        foreach (var placement in placements.Values)
            if (placement.Then is { } then && !placements.ContainsKey(then))
                problems.Add(Part(entries, placement).Wrong($"placement {placement.Id} hands on to `{then}`, which is no placement.").Message);
        if (Cycles.Find(placements.Keys, id => placements.TryGetValue(id, out var one) && one.Then is { } then ? [then] : []) is { } circle)
            problems.Add(Part(entries, placements[circle[0]]).Wrong($"placements hand on in a circle: {string.Join(" → ", circle)}.").Message);
    }

    private static YamlPart Part(IReadOnlyDictionary<string, YamlPart> entries, Placement placement) =>
        entries["placements"].All().First(entry => entry.Key == placement.Id).Part;

    private static Holdout HoldoutOf(YamlPart part)
    {
        var entries = part.Entries("share", "salt");
        return new Holdout(
            entries.TryGetValue("share", out var share) ? share.Number(0, 0.5) : throw part.Wrong("`holdout` needs a `share`, such as 0.05."),
            entries.TryGetValue("salt", out var salt) ? salt.Text() : "holdout");
    }

    private T Of<T>(IReadOnlyDictionary<string, YamlPart> entries, string name, Func<YamlPart, T> read, T byDefault)
    {
        var found = byDefault;
        if (entries.TryGetValue(name, out var part)) Taken(() => { found = read(part); return true; });
        return found;
    }

    private void Each(IReadOnlyDictionary<string, YamlPart> entries, string name, Action<string, YamlPart> read)
    {
        if (!entries.TryGetValue(name, out var part)) return;
        foreach (var (key, value) in Taken(() => part.All().ToArray()) ?? [])
            Taken(() => { read(key, value); return true; });
    }

    /// <summary>Goes on after a problem, so that all are found.</summary>
    private T? Taken<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CatalogueException found)
        {
            foreach (var problem in found.Problems)
                if (!problems.Contains(problem)) problems.Add(problem);
            return default;
        }
    }
}
