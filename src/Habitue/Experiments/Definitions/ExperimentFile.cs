using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Habitue.Experiments.Assignment;

namespace Habitue.Experiments.Definitions;

/// <summary>
/// Reads <c>experiments.yaml</c> of a home: experiments and the metrics that judge them. The first thing that is wrong is a sentence with file and line.
/// What may stand in it is in <c>experiments.schema.json</c> and docs/experiments.md.
/// </summary>
internal static class ExperimentFile
{
    public const string Name = "experiments.yaml";
    public const int MostBytes = 4 << 20;
    public static readonly string[] Words = ["holdout", "groups", "metrics", "experiments"];
    public static readonly string[] ExperimentWords =
    [
        "name", "hypothesis", "status", "starts", "ends", "unit", "variants", "coverage", "seed", "hash_version", "exclusion", "condition", "assign", "winner",
        "goal", "metrics", "guardrails", "level", "tuned_for",
    ];

    private static readonly Dictionary<string, bool> Statuses = new() { ["draft"] = false, ["running"] = true, ["stopped"] = false };

    /// <summary>The file of a home, or nothing when there is none.</summary>
    public static ExperimentSet OfHome(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) ? Read(path) : ExperimentSet.None;
    }

    /// <exception cref="ExperimentFileException">It cannot be read or taken.</exception>
    public static ExperimentSet Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MostBytes) throw new ExperimentFileException($"{path}: the file has {length:N0} bytes; at most {MostBytes:N0} are read.");
            return Parse(File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentFileException($"{path}: the file cannot be read ({problem.Message.TrimEnd('.')}).");
        }
    }

    public static ExperimentSet Parse(string text, string file)
    {
        var whole = FilePart.Parse(text, file);
        var fields = whole.Fields(Words);
        var metrics = fields.TryGetValue("metrics", out var listed) ? listed.Entries().ToDictionary(entry => entry.Name, entry => MetricReader.Read(entry.Name, entry.Part)) : [];
        if (!fields.TryGetValue("experiments", out var part)) throw whole.Wrong("holds no `experiments:`.");
        var experiments = part.Entries().Select(entry => Read(entry.Name, entry.Part, metrics)).ToDictionary(one => one.Key, StringComparer.Ordinal);
        var groups = fields.TryGetValue("groups", out var lists) ? lists.Entries().ToDictionary(entry => entry.Name, entry => Group(entry.Part)) : [];
        var holdout = fields.TryGetValue("holdout", out var share) ? new Holdout(share.Number(0, 0.9), "holdout") : Holdout.None;
        return new ExperimentSet(holdout, experiments, groups, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]);
    }

    private static Experiment Read(string key, FilePart part, Dictionary<string, Metric> metrics)
    {
        var fields = part.Fields(ExperimentWords);
        if (key.Length > 100 || key.Any(letter => !(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))) throw part.Wrong("must be called by up to 100 letters, digits, dots, dashes and underscores.");
        if (!fields.TryGetValue("variants", out var list)) throw part.Wrong("has no `variants:`.");
        if (!fields.TryGetValue("goal", out var goal)) throw part.Wrong("has no `goal:`, the metric that decides.");
        var variants = VariantReader.Read(list);
        var running = fields.TryGetValue("status", out var status) && status.OneOf(Statuses);
        var (starts, ends) = (Moment(fields, "starts"), Moment(fields, "ends"));
        if (starts >= ends) throw fields["ends"].Wrong($"is {ends:u}, which is not after its start, {starts:u}.");
        return new Experiment(key, new Division
        {
            Key = key,
            Variants = variants.Count,
            Seed = fields.TryGetValue("seed", out var seed) ? seed.Text() : null,
            HashVersion = fields.TryGetValue("hash_version", out var version) ? (int)version.OneOf(new Dictionary<string, int> { ["1"] = 1, ["2"] = 2 }) : 2,
            Unit = fields.TryGetValue("unit", out var unit) ? unit.Text() : "id",
            Weights = [.. variants.Select(variant => variant.Weight)],
            Coverage = fields.TryGetValue("coverage", out var coverage) ? coverage.Number(0, 1) : 1,
            Exclusion = fields.TryGetValue("exclusion", out var exclusion) ? VariantReader.Exclusion(exclusion) : null,
            Condition = fields.TryGetValue("condition", out var condition) ? Condition(condition) : default,
            Active = true,
            Force = fields.TryGetValue("winner", out var winner) ? VariantReader.Place(winner, variants) : null,
            ForcedFor = fields.TryGetValue("assign", out var assign) ? assign.Entries().ToDictionary(entry => entry.Name, entry => VariantReader.Place(entry.Part, variants)) : [],
        })
        {
            Name = fields.TryGetValue("name", out var name) ? name.Text() : key,
            Hypothesis = fields.TryGetValue("hypothesis", out var hypothesis) ? hypothesis.Text() : "",
            Variants = variants,
            Goal = MetricReader.Find(goal, metrics),
            Others = fields.TryGetValue("metrics", out var others) ? [.. others.Items().Select(one => MetricReader.Find(one, metrics))] : [],
            Guardrails = fields.TryGetValue("guardrails", out var rails) ? [.. rails.Items().Select(one => MetricReader.Guardrail(one, metrics))] : [],
            Starts = starts,
            Ends = ends,
            Running = running,
            Level = fields.TryGetValue("level", out var level) ? level.Number(0.5, 0.9999) : 0.95,
            TunedFor = fields.TryGetValue("tuned_for", out var tuned) ? tuned.Number(100, 1e10) : 5_000,
            Line = part.Line,
        };
    }

    private static DateTime? Moment(IReadOnlyDictionary<string, FilePart> fields, string name) => fields.TryGetValue(name, out var part) ? part.Moment() : null;

    private static JsonElement Group(FilePart part)
    {
        if (part.Items().FirstOrDefault(item => item.IsMap) is { } map) throw map.Wrong("must be a plain value; a group is a list of values.");
        return part.Json();
    }

    private static JsonElement Condition(FilePart part)
    {
        if (!part.IsMap) throw part.Wrong("must be names with values, such as `country: FR`.");
        var condition = part.Json();
        if (TargetingCheck.Problem(condition) is { } problem) throw part.Wrong(problem);
        return condition;
    }
}
