using Habitue.Lake.Storage;
using Habitue.Stages;

namespace Habitue.Insights;

/// <summary>
/// One capability: a folder that holds its SQL, its training, its published tables and its part of the report, and one line in
/// <see cref="Slices"/>. Slices meet only through tables.
/// </summary>
/// <param name="Name">The word for it on the command line.</param>
/// <param name="About">What it finds out, in a few words.</param>
/// <param name="Train">Learns from the tables, shelves what it learned, and publishes its tables.</param>
internal sealed record Slice(string Name, string About, Func<SliceRun, StageDone> Train)
{
    /// <summary>Publishes its tables anew from the promoted models; null when nothing is kept between runs, and training is scoring.</summary>
    public Func<SliceRun, StageDone>? Score { get; init; }

    /// <summary>What else than features and seed it works from, such as a file of the user's: it learns anew when this changes.</summary>
    public Func<SliceRun, string>? Watches { get; init; }

    /// <summary>What its tables are made of.</summary>
    public IReadOnlyList<LineageEdge> Lineage { get; init; } = [];

    /// <summary>Done once at the start of a run, beside the first stages, so that the slice starts warm with what was chosen for it, by the option's name; it touches nothing.</summary>
    public Action<IReadOnlyDictionary<string, string>>? Prepare { get; init; }
}
