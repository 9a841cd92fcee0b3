using System.Globalization;
using Habitue.Host.Answers;
using Habitue.Host.Progress;
using Habitue.LabelledFiles;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Host;

/// <summary>What <c>train --label</c> does: learn a file's label, and say how well, and what was left out.</summary>
internal static class FileWork
{
    public static int Do(Call call, HomeOptions home, string verb, LabelledFile file, ulong seed, bool json)
    {
        using var workspace = Workspace.Open(call, home, verb);
        Functions.Install(workspace.Warehouse);
        FileOutcome? outcome = null;
        Stage learn = new(char.ToUpperInvariant(file.Slice[0]) + file.Slice[1..], (_, run) =>
        {
            var fit = new FitRun(run.Cancel, new Told(run.Moves), home.Threads(call) ?? 0);
            outcome = new FileModel(workspace.Warehouse, new Shelf(workspace.Home.Models, workspace.Warehouse, call.Clock), new Seed(seed)).Train(file, fit);
            return new StageDone(string.Create(CultureInfo.InvariantCulture, $"{outcome.Model.Name} learned from {outcome.Label.Known.Length:N0} rows (AUC {outcome.Sheet["AUC"]:0.000})"));
        });
        Stage[] stages = [learn];
        FlowDisplays.Show(call.Terminal, stages, display => Flow.Run(stages, new FlowState(new FlowRequest { Addresses = [] }, workspace, call.Clock), display, call.Cancel));
        if (json) WriteJson(call, outcome!);
        else Write(call, file, outcome!);
        return CommandLine.Done;
    }

    private static void Write(Call call, LabelledFile file, FileOutcome outcome)
    {
        void Say(string text)
        {
            foreach (var line in Grid.Wrapped(text, call.Terminal.Width)) call.Terminal.Say(line);
        }
        call.Terminal.Say("");
        Say(string.Create(CultureInfo.InvariantCulture, $"{outcome.Model.Name}, version {outcome.Model.Version}: {outcome.Recipe}. '{file.Label}' is '{outcome.Label.Classes[1]}' in {outcome.Label.Targets.Sum():N0} of {outcome.Label.Known.Length:N0} rows."));
        if (outcome.Label.Known.Length < outcome.Label.Texts.Length) Say($"{Words.Count(outcome.Label.Texts.Length - outcome.Label.Known.Length, "row")} without a label: scored, not learned from.");
        foreach (var sentence in outcome.Columns.Notes) Say(sentence);
        if (outcome.Weights.Words is { } words) Say(char.ToUpperInvariant(words[0]) + words[1..]);
        call.Terminal.Say("");
        var grid = new Grid("Figure", GridColumn.Number("Value"), GridColumn.Number("95 % interval"), GridColumn.Number($"By {outcome.Columns.Best.Name} or nothing"));
        foreach (var metric in outcome.Sheet.Metrics.Where(metric => metric.Part == "all"))
            grid.Add(metric.Metric, Text(metric.Value), $"{Text(metric.Low)} to {Text(metric.High)}", metric.Baseline is { } baseline ? Text(baseline) : "");
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say("");
        Say(outcome.Sheet.BeatsBaseline ? "It is better than the best single column, and answers from now on." : "Not ready: it is not better than the best single column; it is kept and does not answer. More rows or other columns may help.");
        call.Terminal.Say($"Tables     {file.ScoresTable}, {file.ReasonsTable}, {file.FactorsTable}, {LabelledFile.RowsTable(file.Model)}");
    }

    private static void WriteJson(Call call, FileOutcome outcome)
    {
        using var answer = new JsonAnswer(call.Terminal.Out);
        answer.Object(written =>
        {
            written.WriteString("model", outcome.Model.Name);
            written.WriteNumber("version", outcome.Model.Version);
            written.WriteString("recipe", outcome.Recipe);
            written.WriteBoolean("ready", outcome.Sheet.BeatsBaseline);
            written.WriteNumber("rows", outcome.Label.Known.Length);
            written.WriteStartArray("left_out");
            foreach (var sentence in outcome.Columns.LeftOut) written.WriteStringValue(sentence);
            written.WriteEndArray();
            if (outcome.Columns.Suspect is { } suspect) written.WriteString("suspect", suspect);
            if (outcome.Weights.Words is not null)
            {
                written.WriteNumber("parity_difference_before", outcome.Weights.Before);
                written.WriteNumber("parity_difference_after", outcome.Weights.After);
            }
            written.WriteStartObject("figures");
            foreach (var metric in outcome.Sheet.Metrics.Where(metric => metric.Part == "all"))
                if (double.IsFinite(metric.Value)) written.WriteNumber(metric.Metric, metric.Value);
            written.WriteEndObject();
        });
    }

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class Told(Action<StageProgress> moves) : IProgress<double>
    {
        public void Report(double value) => moves(new StageProgress("choosing and judging a model", (long)(value * 100), 100));
    }
}
