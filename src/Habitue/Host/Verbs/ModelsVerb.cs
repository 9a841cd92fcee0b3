using System.CommandLine;
using System.Globalization;
using Habitue.Host.Answers;
using Habitue.ModelShelf;

namespace Habitue.Host.Verbs;

/// <summary>The shelf of models: what was learned when, how good it is, and which versions answer.</summary>
internal sealed class ModelsVerb : Verb
{
    private readonly Option<bool> json, all, details;
    private readonly HomeOptions home;

    public ModelsVerb() : base("models", "The models that were learned: how good they are, and which of them answer.",
        "habitue models",
        "habitue models --details",
        "habitue models card purchase-30d",
        "habitue models promote purchase-30d 1",
        "habitue models rollback purchase-30d")
    {
        all = TakesFlag("--all", "Also older versions that do not answer.");
        details = TakesFlag("--details", "Also what each learned from, with which settings, and all its figures.");
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
        Add(new ModelsCardVerb());
        Add(new ModelsPromoteVerb());
        Add(new ModelsRollbackVerb());
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        var shelf = new Shelf(work.Home.Models, work.Warehouse, call.Clock);
        var models = shelf.All();
        var newest = models.GroupBy(model => model.Name).Select(versions => versions.First()).ToHashSet();
        if (!call.Of(all)) models = [.. models.Where(model => newest.Contains(model) || model.PromotedSince is not null)];
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(models, (written, model) =>
            {
                written.WriteString("name", model.Name);
                written.WriteNumber("version", model.Version);
                written.WriteString("slice", model.Slice);
                written.WriteString("recipe", model.Recipe);
                written.WriteString("settings", model.Settings);
                written.WriteString("data", model.Data);
                written.WriteString("as_of", model.AsOf);
                written.WriteString("made_at", model.MadeAt);
                written.WriteBoolean("ready", model.Ready);
                written.WriteString("verdict", model.Verdict);
                if (model.PromotedSince is { } since) written.WriteString("promoted_since", since);
                else written.WriteNull("promoted_since");
                written.WriteStartArray("metrics");
                foreach (var metric in shelf.Metrics(model))
                {
                    written.WriteStartObject();
                    written.WriteString("part", metric.Part);
                    written.WriteString("metric", metric.Metric);
                    Number(written, "value", metric.Value);
                    Number(written, "low", metric.Low);
                    Number(written, "high", metric.High);
                    Number(written, "baseline", metric.Baseline);
                    written.WriteEndObject();
                }
                written.WriteEndArray();
            });
            return CommandLine.Done;
        }
        if (call.Of(details))
        {
            foreach (var model in models) Details(call.Terminal, shelf, model);
            return CommandLine.Done;
        }
        var grid = new Grid("Model", GridColumn.Number("Version"), "Answers since", "Recipe", GridColumn.Sentence("How good it is"));
        foreach (var model in models)
            grid.Add(model.Name, $"{model.Version}", model.PromotedSince is { } since ? Minute(since) : "no", model.Recipe, Brief(shelf, model));
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        if (models.Count == 0) call.Terminal.Say("No model yet; `habitue train` makes the first ones.");
        return CommandLine.Done;
    }

    /// <summary>All that the shelf knows of a model beside its card.</summary>
    private static void Details(Terminal terminal, Shelf shelf, ShelvedModel model)
    {
        var grid = new Grid($"{model.Name}, version {model.Version}", GridColumn.Sentence(model.PromotedSince is { } since ? $"answers since {Minute(since)}" : "does not answer"));
        grid.Add("data", string.Create(CultureInfo.InvariantCulture, $"{model.Data}; as of {model.AsOf:yyyy-MM-dd}; learned {Minute(model.MadeAt)}"));
        grid.Add("recipe", model.Recipe);
        grid.Add("settings", string.Join("; ", KeptJson.Named(model.Settings).Select(setting => $"{setting.Key} {setting.Value}")));
        foreach (var metric in shelf.Metrics(model).Where(metric => metric.Part == "all")) grid.Add(metric.Metric, Figure(metric));
        grid.Write(terminal.Out, terminal.Width);
        terminal.Out.WriteLine();
    }

    private static string Minute(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Figure(ModelMetric metric) =>
        string.Create(CultureInfo.InvariantCulture, $"{metric.Value:0.###} ({metric.Low:0.###} to {metric.High:0.###}){(metric.Baseline is { } baseline ? $", baseline {baseline:0.###}" : "")}");

    private static string Brief(Shelf shelf, ShelvedModel model) => string.Join("; ", shelf.Metrics(model).Where(metric => metric.Part == "all").Take(2).Select(metric => $"{metric.Metric} {Figure(metric)}"));

    private static void Number(System.Text.Json.Utf8JsonWriter written, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) written.WriteNumber(name, number);
        else written.WriteNull(name);
    }
}
