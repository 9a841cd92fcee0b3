using System.CommandLine;
using Habitue.Host;

namespace Habitue.LabelledFiles;

/// <summary>The options of <c>habitue train</c> for a file of the user's own in which a column says what happened.</summary>
internal sealed class LabelOptions
{
    private static readonly string[] Slices = ["churn", "purchase"];

    private readonly Argument<string?> file = new("FILE") { Description = "With --label: a CSV, Parquet or JSON file of your own to learn from.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> label = new("--label") { HelpName = "COLUMN", Description = $"The column of FILE that says what happened ({string.Join(" or ", Slices)})." };
    private readonly Option<string?> yes = new("--yes") { HelpName = "VALUE", Description = "The value of the label that is asked for (else yes, true, 1, or the second of the two)." };
    private readonly Option<string?> without = new("--without") { HelpName = "LIST", Description = "Columns of FILE not to learn from, with commas between." };
    private readonly Option<string?> keep = new("--keep") { HelpName = "LIST", Description = "Columns to learn from although they look like ids or give the label away." };
    private readonly Option<string?> reweigh = new("--reweigh") { HelpName = "GROUPS", Description = "Weight rows so that the label does not depend on these groups: a column (sex), or 'age<=25'." };
    private readonly Option<string?> named = new("--name") { HelpName = "NAME", Description = "What to call the model (else the file's name)." };

    public LabelOptions(Command command)
    {
        command.Add(file);
        foreach (var option in (Option[])[label, yes, without, keep, reweigh, named]) command.Add(option);
    }

    /// <summary>The file that was asked for; null when none was.</summary>
    /// <exception cref="UserMistakeException">A part of what belongs together is missing.</exception>
    public LabelledFile? Of(Call call, string? slice)
    {
        var path = call.Of(file);
        if (call.Of(label) is not { } column)
            return path is null ? null : throw new UserMistakeException($"To learn from {path} say which of its columns is the label: `habitue train {slice} --label COLUMN {path}`.");
        if (slice is null || !Slices.Contains(slice)) throw new UserMistakeException($"--label goes with {string.Join(" or ", Slices)}: `habitue train churn --label {column} FILE`.");
        if (path is null) throw new UserMistakeException($"--label needs the file that has the column: `habitue train {slice} --label {column} FILE`.");
        return new LabelledFile
        {
            Path = path, Slice = slice, Label = column, Yes = call.Of(yes), Without = List(call.Of(without)), Keep = List(call.Of(keep)), Reweigh = call.Of(reweigh), Name = call.Of(named),
        };
    }

    private static string[] List(string? given) => given?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
