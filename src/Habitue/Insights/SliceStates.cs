using System.Globalization;
using Habitue.Duck;
using Habitue.Learning;
using Habitue.Stages;

namespace Habitue.Insights;

/// <summary>
/// Carries out slices and keeps how each stands in the table <c>insights</c>: one row per slice, with the sentence that says
/// what it came to or what it lacks. What one slice lacks does not stop the others.
/// </summary>
internal static class SliceStates
{
    public const string Table = "insights";

    public static StageDone Train(Slice slice, SliceRun run) => Do(slice, slice.Train, run);

    public static StageDone Score(Slice slice, SliceRun run) => Do(slice, slice.Score ?? slice.Train, run);

    /// <summary>How the slices stand, in the order of <see cref="Slices"/>.</summary>
    public static IReadOnlyList<SliceState> Read(DuckConnection warehouse)
    {
        if (!warehouse.Has(Table)) return [];
        var states = warehouse.Rows<SliceState>($"SELECT slice, ready, words, as_of FROM {Table}");
        return [.. states.OrderBy(state => Slices.Names.IndexOf(state.Slice))];
    }

    private static StageDone Do(Slice slice, Func<SliceRun, StageDone> work, SliceRun run)
    {
        StageDone done;
        var ready = true;
        try
        {
            done = work(run);
            if (Older(slice, run) is { } older) done = done with { Words = $"{done.Words}; {older}" };
        }
        catch (Exception lack) when (lack is NotReadyException or BadDataException)
        {
            (done, ready) = (new StageDone($"not ready: {lack.Message}"), false);
        }

        run.Warehouse.Execute($"CREATE TABLE IF NOT EXISTS {Table} (slice VARCHAR, ready BOOLEAN, words VARCHAR, as_of TIMESTAMP)");
        using var transaction = run.Warehouse.Begin();
        run.Warehouse.Execute($"DELETE FROM {Table} WHERE slice = $1", [slice.Name]);
        run.Warehouse.Execute($"INSERT INTO {Table} VALUES ($1, $2, $3, $4)", [slice.Name, ready, done.Words, run.AsOf]);
        transaction.Commit();
        return done;
    }

    /// <summary>Says which models answer although a newer one was tried: what they are sure of may be the past. Null when the newest of all answer.</summary>
    private static string? Older(Slice slice, SliceRun run)
    {
        var names = run.Shelf.All().Where(model => model.Slice == slice.Name).GroupBy(model => model.Name)
            .Where(versions => versions.First() is { PromotedSince: null } && versions.Any(model => model.PromotedSince is not null))
            .Select(versions => versions.First(model => model.PromotedSince is not null)).ToArray();
        return names.Length == 0 ? null : string.Join("; ", names.Select(model => string.Create(CultureInfo.InvariantCulture, $"{model.Name} answers with version {model.Version} of {model.AsOf:yyyy-MM-dd}, as the newest was not better than its baseline or was put back")));
    }

    private static int IndexOf(this IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        return names.Count;
    }
}

/// <summary>How a slice stands.</summary>
/// <param name="Words">What it came to, or what it lacks.</param>
internal sealed record SliceState(string Slice, bool Ready, string Words, DateTime AsOf);
