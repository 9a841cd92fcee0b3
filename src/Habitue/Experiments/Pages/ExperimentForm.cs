using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Habitue.Experiments.Definitions;
using Habitue.Host;

namespace Habitue.Experiments.Pages;

/// <summary>A variant as somebody writes it.</summary>
internal sealed record VariantLine(string Name, string Weight, string Value);

/// <summary>An experiment as the form holds it: texts, as they were written. What of the file the form does not ask for stays as it is.</summary>
internal sealed record ExperimentForm
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Key { get; init; } = "";
    public string Name { get; init; } = "";
    public string Hypothesis { get; init; } = "";
    public IReadOnlyList<VariantLine> Variants { get; init; } = [];
    public string Condition { get; init; } = "";
    public string Coverage { get; init; } = "";
    public string Goal { get; init; } = "conversion";
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Guardrails with their margins.</summary>
    public IReadOnlyList<(string Metric, string Margin)> Guardrails { get; init; } = [];
    public string Starts { get; init; } = "";
    public string Ends { get; init; } = "";
    public string Level { get; init; } = "";
    public string TunedFor { get; init; } = "";
    public string Winner { get; init; } = "";

    /// <summary>An experiment of the file.</summary>
    public static ExperimentForm Of(Experiment one) => new()
    {
        Key = one.Key,
        Name = one.Name,
        Hypothesis = one.Hypothesis,
        Variants = [.. one.Variants.Select(variant => new VariantLine(variant.Name, Number(variant.Weight), Shown(variant.Value)))],
        Condition = one.Division.Condition.ValueKind == JsonValueKind.Object ? JsonSerializer.Serialize(one.Division.Condition, Plain) : "",
        Coverage = one.Division.Coverage == 1 ? "" : Number(one.Division.Coverage),
        Goal = one.Goal.Name,
        Others = [.. one.Others.Select(metric => metric.Name)],
        Guardrails = [.. one.Guardrails.Select(rail => (rail.Metric.Name, rail.Margin == 0 ? "" : Number(rail.Margin)))],
        Starts = Moment(one.Starts),
        Ends = Moment(one.Ends),
        Level = one.Level == 0.95 ? "" : Number(one.Level),
        TunedFor = one.TunedFor == 5_000 ? "" : Number(one.TunedFor),
        Winner = one.Division.Force is { } winner ? one.Variants[winner].Name : "",
    };

    /// <summary>What was filled in.</summary>
    public static ExperimentForm Read(Func<string, string> field, Func<string, IEnumerable<string>> all) => new()
    {
        Key = field("key"), Name = field("name"), Hypothesis = field("hypothesis").ReplaceLineEndings("\n"), Condition = field("condition").ReplaceLineEndings("\n"), Coverage = field("coverage"), Goal = field("goal"),
        Variants = [.. Enumerable.Range(1, VariantReader.Most + 1).Select(i => new VariantLine(field($"variant{i}"), field($"weight{i}"), field($"value{i}"))).Where(line => line.Name.Length + line.Weight.Length + line.Value.Length > 0)],
        Others = [.. all("metrics")],
        Guardrails = [.. all("guardrails").Select(name => (name, field($"margin-{name}")))],
        Starts = field("starts"), Ends = field("ends"), Level = field("level"), TunedFor = field("tuned_for"), Winner = field("winner"),
    };

    /// <summary>The fields as the file has them.</summary>
    /// <exception cref="UserMistakeException">Something is no number or no condition.</exception>
    public IReadOnlyList<(string Field, string? Value)> Fields() =>
    [
        ("name", Name.Length == 0 ? null : Quoted(Name)),
        ("hypothesis", Hypothesis.Length == 0 ? null : Quoted(Hypothesis)),
        ("starts", Starts.Length == 0 ? null : Starts),
        ("ends", Ends.Length == 0 ? null : Ends),
        ("variants", string.Concat(Variants.Select(variant => $"\n  - {{ name: {Quoted(variant.Name)}{(variant.Weight.Length > 0 ? $", weight: {Checked(variant.Weight, $"the weight of {variant.Name}")}" : "")}{(variant.Value.Length > 0 ? $", value: {ValueOf(variant.Value)}" : "")} }}")) is { Length: > 0 } lines ? lines : "[]"),
        ("coverage", Coverage.Length == 0 ? null : Checked(Coverage, "the share of customers who take part")),
        ("condition", Condition.Length == 0 ? null : ConditionOf()),
        ("goal", Quoted(Goal)),
        ("metrics", Others.Count == 0 ? null : $"[{string.Join(", ", Others.Select(Quoted))}]"),
        ("guardrails", Guardrails.Count == 0 ? null : string.Concat(Guardrails.Select(rail => rail.Margin.Length == 0 ? $"\n  - {Quoted(rail.Metric)}" : $"\n  - {{ metric: {Quoted(rail.Metric)}, margin: {Checked(rail.Margin, $"the margin of {rail.Metric}")} }}"))),
        ("level", Level.Length == 0 ? null : Checked(Level, "how sure it should be")),
        ("tuned_for", TunedFor.Length == 0 ? null : Checked(TunedFor, "the customers at which limits are narrowest")),
        ("winner", Winner.Length == 0 ? null : Quoted(Winner)),
    ];

    public static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    private static string Checked(string text, string what) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Number(number)
        : throw new UserMistakeException($"“{text}” is no number; write {what} such as 0.5.");

    /// <summary>What a site is told: JSON where it is JSON, else a text.</summary>
    private static string ValueOf(string text)
    {
        try
        {
            return JsonSerializer.Serialize(JsonElement.Parse(text), Plain);
        }
        catch (JsonException)
        {
            return Quoted(text);
        }
    }

    private static string Shown(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return JsonSerializer.Serialize(value, Plain);
        var text = value.GetString()!;
        return ValueOf(text) == Quoted(text) ? text : Quoted(text);
    }

    private string ConditionOf()
    {
        try
        {
            return JsonSerializer.Serialize(FilePart.Parse(Condition, "The condition").Json(), Plain);
        }
        catch (ExperimentFileException wrong)
        {
            throw new UserMistakeException(wrong.Message);
        }
    }

    private static string Moment(DateTime? moment) => moment is not { } at ? "" : at.TimeOfDay == default ? at.ToString("yyyy-MM-dd") : at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
