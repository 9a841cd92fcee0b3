using Habitue.Duck;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Insights;

/// <summary>What a slice works with: the warehouse as of a moment, the shelf, what was known at earlier moments, and where chance starts from.</summary>
/// <param name="AsOf">The moment from which everything looks back; nothing later may be read.</param>
/// <param name="Data">Stands for the loaded data: it changes with every load.</param>
/// <param name="Threads">How many threads may work; 0 means one per processor.</param>
internal sealed record SliceRun(DuckConnection Warehouse, Shelf Shelf, PastFeatures Past, DateTime AsOf, string Data, Seed Seed, int Threads, StageRun Stage)
{
    /// <summary>Horizons in days that were asked for, besides those that a slice knows by itself.</summary>
    public IReadOnlyList<int> Horizons { get; init; } = [];

    /// <summary>No other slice learns in the same run: what is computed of past moments is computed for this one alone.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The file with the business's own rules for segments; null when a run has none.</summary>
    public string? SegmentRules { get; init; }

    /// <summary>What the user chose for the slice on the command line, by the option's name; what is not there is chosen automatically.</summary>
    public IReadOnlyDictionary<string, string> Chosen { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>What stands before amounts in the sentences that a slice publishes.</summary>
    public string Currency => ShopCurrency.Sign(ShopCurrency.Code(Warehouse));

    public CancellationToken Cancel => Stage.Cancel;

    /// <summary>How a fit is carried out that takes the whole slice.</summary>
    public FitRun Fit => new(Stage.Cancel, Threads: Threads);

    /// <summary>How a fit is carried out whose progress is shown.</summary>
    public FitRun FitTelling(string words) => new(Stage.Cancel, new Told(Stage.Moves, words), Threads);

    private sealed class Told(Action<StageProgress> moves, string words) : IProgress<double>
    {
        public void Report(double value) => moves(new StageProgress(words, (long)(value * 100), 100));
    }
}
