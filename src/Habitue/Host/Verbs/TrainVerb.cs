using System.CommandLine;
using Habitue.Insights;
using Habitue.LabelledFiles;
using Habitue.MarketBaskets;
using Habitue.Purchase;

namespace Habitue.Host.Verbs;

/// <summary>Learns anew from what is loaded: all slices, or one; or from a file of one's own in which a column says what happened.</summary>
internal sealed class TrainVerb : Verb
{
    private static readonly string[] WithFiles = ["churn", "purchase"];

    private readonly Argument<string?> slice = new("SLICE") { Description = $"One of {string.Join(", ", Slices.Names)}; all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> file = new("FILE") { Description = "With --label: a CSV, Parquet or JSON file of your own to learn from.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> label, yes, without, keep, reweigh, named;
    private readonly BasketOptions baskets;
    private readonly Option<ulong> seed;
    private readonly Option<int?> horizon;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public TrainVerb() : base("train", "Learn anew from what is loaded: segments, predictions and the rest.",
        "habitue train",
        "habitue train purchase",
        "habitue train purchase --horizon 14",
        "habitue train baskets --support 0.02 --confidence 0.3",
        "habitue train churn --label Churn customers.csv",
        "habitue train purchase --label bought leads.csv --without call_seconds --reweigh gender")
    {
        Add(slice);
        Add(file);
        label = Takes<string?>("--label", $"The column of FILE that says what happened ({string.Join(" or ", WithFiles)}).", "COLUMN");
        yes = Takes<string?>("--yes", "The value of the label that is asked for (else yes, true, 1, or the second of the two).", "VALUE");
        without = Takes<string?>("--without", "Columns of FILE not to learn from, with commas between.", "LIST");
        keep = Takes<string?>("--keep", "Columns to learn from although they look like ids or give the label away.", "LIST");
        reweigh = Takes<string?>("--reweigh", "Weight rows so that the label does not depend on these groups: a column (sex), or 'age<=25'.", "GROUPS");
        named = Takes<string?>("--name", "What to call the model (else the file's name).", "NAME");
        baskets = new BasketOptions(this);
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        horizon = Takes<int?>("--horizon", "With purchase: also the probability of an order within so many days, besides 7 and 30; from then on it is kept up.", "DAYS");
        horizon.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && int.TryParse(given.Value, out var days) && days is < 1 or > 365) result.AddError($"--horizon {given.Value}: it must be 1 to 365 days.");
        });
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        if (call.Of(label) is { } column)
        {
            if (call.Of(horizon) is not null) throw new UserMistakeException("--horizon is for what is loaded; what a file's label says has no horizon: leave one out.");
            if (call.Of(slice) is not { } name || !WithFiles.Contains(name)) throw new UserMistakeException($"--label goes with {string.Join(" or ", WithFiles)}: `habitue train churn --label {column} FILE`.");
            if (call.Of(file) is not { } path) throw new UserMistakeException($"--label needs the file that has the column: `habitue train {name} --label {column} FILE`.");
            return FileWork.Do(call, home, Name, new LabelledFile
            {
                Path = path, Slice = name, Label = column, Yes = call.Of(yes), Without = List(call.Of(without)), Keep = List(call.Of(keep)), Reweigh = call.Of(reweigh), Name = call.Of(named),
            }, call.Of(seed), call.Of(json));
        }
        if (call.Of(file) is { } alone) throw new UserMistakeException($"To learn from {alone} say which of its columns is the label: `habitue train {call.Of(slice)} --label COLUMN {alone}`.");
        return SliceWork.Do(call, home, Name, call.Of(slice), call.Of(seed), call.Of(json), SliceStates.Train, Horizon(call), baskets.Of(call, call.Of(slice)));
    }

    private int? Horizon(Call call) => call.Of(horizon) is not { } days ? null : call.Of(slice) == PurchaseSlice.Slice.Name ? days
        : throw new UserMistakeException("--horizon belongs to one slice: `habitue train purchase --horizon 14`.");

    private static string[] List(string? given) => given?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
