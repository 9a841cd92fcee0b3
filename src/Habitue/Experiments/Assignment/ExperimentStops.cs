using System.Collections.Concurrent;
using Habitue.Lake.Storage;

namespace Habitue.Experiments.Assignment;

/// <summary>Tests that were stopped because they did harm, with the sentence that says so. A stop holds until somebody lifts it; the file of experiments stays as it is.</summary>
internal sealed class ExperimentStops
{
    private readonly HomeDatabase database;
    private readonly ConcurrentDictionary<string, string> stopped = new(StringComparer.Ordinal);

    public ExperimentStops(HomeDatabase database)
    {
        this.database = database;
        database.Execute("CREATE TABLE IF NOT EXISTS experiment_stops (experiment TEXT PRIMARY KEY, stopped_at TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID");
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, "SELECT experiment, reason FROM experiment_stops");
        using var rows = command.ExecuteReader();
        while (rows.Read()) stopped[rows.GetString(0)] = rows.GetString(1);
    }

    /// <summary>Why it was stopped, or null when it was not.</summary>
    public string? Reason(string experiment) => stopped.GetValueOrDefault(experiment);

    /// <summary>Stops it from now on; the first reason stays. False when it was stopped before.</summary>
    public bool Stop(string experiment, string reason, DateTime at)
    {
        if (!stopped.TryAdd(experiment, reason)) return false;
        database.Execute("INSERT INTO experiment_stops VALUES ($experiment, $at, $reason) ON CONFLICT DO NOTHING", ("experiment", experiment), ("at", at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")), ("reason", reason));
        return true;
    }

    /// <summary>Lets it run again. False when it was not stopped.</summary>
    public bool Lift(string experiment)
    {
        database.Execute("DELETE FROM experiment_stops WHERE experiment = $experiment", ("experiment", experiment));
        return stopped.TryRemove(experiment, out _);
    }
}
