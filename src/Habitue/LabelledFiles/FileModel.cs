using System.Globalization;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;
using Habitue.Prediction;

namespace Habitue.LabelledFiles;

/// <summary>Learns a file's label, shelves the model, and writes what it says of every row, and why.</summary>
internal sealed class FileModel(DuckConnection warehouse, Shelf shelf, Seed seed)
{
    /// <summary>Of more rows than this only the likeliest get reasons.</summary>
    private const int MostExplained = 3_000;

    public FileOutcome Train(LabelledFile file, FitRun run)
    {
        var table = FileTable.Read(warehouse, file.Path, run.Cancel);
        var label = FileLabel.Of(table, file);
        var columns = ColumnChoice.Of(table, file, label, seed, run);
        var weights = FileWeights.Of(table, file, label);
        var data = new LabeledFrame(columns.Frame.Take(label.Known), label.Targets, weights.Weights, label.Classes);
        FileContestResult result;
        try
        {
            result = FileContest.Run(data, columns.Best, seed, run);
        }
        catch (BadDataException lack)
        {
            throw new UserMistakeException($"{file.Path} cannot be learned from: {lack.Message}");
        }
        var shelved = shelf.Put(Draft(file, label, columns, weights, result));
        table.Keep(LabelledFile.RowsTable(file.Model));
        Judgements.Keep(warehouse, shelved.Name, shelved.Version, null, Array.ConvertAll(result.Judged, row => Text(label.Known[row] + 1)), Array.ConvertAll(result.Judged, row => label.Targets[row]), result.OnTest, result.SaysYes);

        // The model is read back, so that what scores is what will answer.
        var model = shelf.Load<EncodedClassifier<CalibratedClassifierModel>>(shelved);
        var said = model.Probability(columns.Frame);
        int[] explained = [.. Enumerable.Range(0, said.Length).OrderByDescending(row => said[row]).ThenBy(row => row).Take(MostExplained).Order()];
        var those = columns.Frame.Take(explained);
        var contributions = Contributions.Of(model, result.Typical, those, seed, run with { Progress = null });
        FileScores.Publish(warehouse, file, shelved, label, columns, result, said, explained, [.. Reasons.Summing(contributions, those)]);
        var yes = Array.ConvertAll(label.Targets, target => target == 1);
        Factors.Publish(warehouse, file.FactorsTable, Factors.Of(yes, [.. FileStatements.Of(columns.Frame.Take(label.Known))]), file.Model);
        return new FileOutcome(shelved, result.Sheet, label, columns, weights, result.Recipe);
    }

    private static ModelDraft Draft(LabelledFile file, FileLabel label, ColumnChoice columns, FileWeights weights, FileContestResult result) => new()
    {
        Name = file.Model,
        Slice = file.Slice,
        Purpose = $"How likely '{file.Label}' is '{label.Classes[1]}' for rows such as those of {Path.GetFileName(file.Path)}.",
        AsOf = WrittenAt(file.Path),
        Data = FileScores.Fingerprint(file.Path),
        LearnedFrom = string.Create(CultureInfo.InvariantCulture, $"{label.Known.Length:N0} rows with a label of {label.Texts.Length:N0}, {label.Targets.Sum():N0} of them '{label.Classes[1]}'. Judged on {result.Judged.Length:N0} of them in ten folds, each by a model that had not seen its rows; the answers are pooled. {string.Join(" ", columns.Notes)}{(weights.Words is { } words ? $" For fairness {words}" : "")}"),
        Recipe = result.Recipe,
        Settings = new Dictionary<string, string> { ["label"] = file.Label, ["yes"] = label.Classes[1], ["without"] = string.Join(",", file.Without), ["keep"] = string.Join(",", file.Keep), ["reweigh"] = file.Reweigh ?? "none", ["threshold"] = ((float)result.Cut).ToString("0.000", CultureInfo.InvariantCulture) },
        Features = [.. columns.Frame.Columns.Select(column => column.Name)],
        Metrics = result.Sheet.Metrics,
        Curves = result.Sheet.Curves,
        Ready = result.Sheet.BeatsBaseline,
        Verdict = string.Create(CultureInfo.InvariantCulture, $"{result.Sheet.Verdict} Yes is said from a probability of {result.Cut:0.000} on, which had the highest F1 on rows that had not been learned from; accuracy alone counts yes from one half on. Chosen because {result.Reason}"),
        Limits = "Rows are taken as independent and alike: where they are of different times, what is to come may differ more than the ten folds show. Recipe, blend, curve and the cut of yes and no were chosen anew for each fold by rows outside of it, so the figures count the choosing in.",
        Parts = [("model", result.Model), ("typical", result.Typical)],
    };

    /// <summary>In whole seconds, as the warehouse keeps it exactly: else the very same model would look like another one.</summary>
    private static DateTime WrittenAt(string path)
    {
        var at = File.GetLastWriteTimeUtc(path);
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>What came of it.</summary>
internal sealed record FileOutcome(ShelvedModel Model, TestSheet Sheet, FileLabel Label, ColumnChoice Columns, FileWeights Weights, string Recipe);
