using System.Diagnostics;
using Habitue.Duck;
using Habitue.Lake.Features;

namespace Habitue.Lake.Storage;

/// <summary>A model that was built, or was left as it is because nothing that it depends on has changed.</summary>
/// <param name="Rows">Rows of the table; null for a view.</param>
public sealed record ModelBuilt(string Name, long? Rows, TimeSpan Took, bool Unchanged);

/// <summary>
/// The tables that are made from what the loader fills, in the order of what they read. A build is one transaction: it succeeds as
/// a whole or leaves the former tables; what did not change is not made again.
/// </summary>
public static class Models
{
    /// <summary>What the loader fills.</summary>
    public static IReadOnlyList<string> Loaded { get; } = ["events", "profiles", "reviews", "tickets", "catalogue"];

    /// <summary>The models in the order in which they are built.</summary>
    public static IReadOnlyList<SqlModel> All { get; } = ModelGraph.InOrder(SqlModel.Embedded(typeof(Models).Assembly, "Storage/models"), Loaded);

    /// <summary>Those that a run makes.</summary>
    public static IReadOnlyList<SqlModel> OfRuns { get; } = [.. All.Where(model => !model.IsServed)];

    /// <summary>Builds what has changed, but for what is made when served.</summary>
    /// <param name="asOf">What <c>as_of()</c> gives on the connection from now on; the models themselves hold all of time.</param>
    /// <param name="versions">Shared by the steps of a run, so that the loaded tables are looked at once; null makes one.</param>
    public static void Build(DuckConnection connection, DateTime asOf, IProgress<ModelBuilt>? progress = null, Versions? versions = null, CancellationToken cancel = default)
    {
        Functions.SetAsOf(connection, asOf);
        Build(connection, OfRuns, progress, versions ?? new Versions(connection), cancel);
    }

    /// <summary>Makes what pages read and no run makes, where what it reads was made anew since; nothing where a run has made nothing yet.</summary>
    public static void BuildServed(DuckConnection connection, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using DuckTransaction transaction = connection.Begin();
        var versions = new Versions(connection);
        foreach (SqlModel model in All.Where(model => model.IsServed))
        {
            string?[] inputs = [.. model.Inputs.Select(versions.Built)];
            string version = Versions.OfModel(model.Text + Functions.Version, inputs.OfType<string>());
            if (inputs.Contains(null) || versions.Built(model.Name) == version)
                continue;
            Create(connection, model, cancel);
            versions.SetBuilt(model.Name, version);
        }
        versions.Keep();
        transaction.Commit();
    }

    /// <summary>Which table comes from which, down to the features.</summary>
    public static IReadOnlyList<LineageEdge> Lineage() =>
        [.. All.Append(CustomerFeatures.Model).SelectMany(model => model.Inputs.Select(input => new LineageEdge(input, model.Name)))];

    internal static void Build(DuckConnection connection, IReadOnlyList<SqlModel> models, IProgress<ModelBuilt>? progress, Versions versions, CancellationToken cancel)
    {
        var current = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            Functions.Install(connection, cancel);
            using DuckTransaction transaction = connection.Begin();
            foreach (SqlModel model in models)
            {
                long started = Stopwatch.GetTimestamp();
                string version = Versions.OfModel(model.Text + Functions.Version, model.Inputs.Select(input => current.GetValueOrDefault(input) ?? versions.OfLoaded(input)));
                current[model.Name] = version;
                bool unchanged = versions.Built(model.Name) == version;
                long? rows = null;
                if (unchanged)
                    rows = model.IsView ? null : connection.Scalar<long>($"SELECT COUNT(*) FROM {model.Name}");
                else if (model.IsView)
                    connection.Execute($"CREATE OR REPLACE VIEW {model.Name} AS\n{model.Text}", cancel);
                else
                    rows = Create(connection, model, cancel);
                versions.SetBuilt(model.Name, version);
                progress?.Report(new ModelBuilt(model.Name, rows, Stopwatch.GetElapsedTime(started), unchanged));
            }
            versions.Keep();
            transaction.Commit();
        }
        catch
        {
            versions.Forget();
            throw;
        }
    }

    /// <summary>DuckDB answers the making of a table with its number of rows.</summary>
    private static long Create(DuckConnection connection, SqlModel model, CancellationToken cancel)
    {
        if (model.Without is { } source && connection.Rows<int>($"SELECT 1 FROM {source} LIMIT 1").Count == 0)
        {
            connection.Execute($"CREATE OR REPLACE TABLE {model.Name} ({model.Columns})", cancel);
            return 0;
        }
        using DuckResult result = connection.Query($"CREATE OR REPLACE TABLE {model.Name} AS\n{model.Text}", cancel);
        using DuckChunk? row = result.NextChunk();
        return row is null ? 0 : (long)row[0].GetValue(0)!;
    }
}
