using System.Security.Cryptography;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Learning.Models;

namespace Habitue.ModelShelf;

/// <summary>
/// Where fitted models are kept, by name and version, and which of them answer. The files lie in the home's folder
/// <c>models</c>, one folder per version; they count only when the table <c>models</c> of the warehouse lists them, so a killed
/// process leaves nothing half done. <c>promotions</c> holds who answered since when; <c>model_metrics</c> and
/// <c>model_curves</c> how each was judged.
/// </summary>
internal sealed class Shelf(string folder, DuckConnection warehouse, TimeProvider clock)
{
    /// <summary>Versions of a name that are kept, beside the one that answers and the one before it.</summary>
    private const int Kept = 10;

    private const string Columns = "m.name, m.version, m.slice, m.made_at, m.as_of, m.data, m.recipe, m.settings, m.ready, m.verdict, m.card, m.checksum, p.since AS promoted_since";
    private const string Listed = $"SELECT {Columns} FROM models m LEFT JOIN promotions p ON p.name = m.name AND p.version = m.version AND p.until IS NULL";

    private bool made;

    /// <summary>All models, the newest version of each name first.</summary>
    public IReadOnlyList<ShelvedModel> All() => IsThere() ? warehouse.Rows<ShelvedModel>($"{Listed} ORDER BY m.name, m.version DESC") : [];

    /// <summary>The model that answers for a name; null when none does.</summary>
    public ShelvedModel? Promoted(string name) => IsThere() && warehouse.Rows<ShelvedModel>($"{Listed} WHERE m.name = $1 AND p.since IS NOT NULL", name) is [var model] ? model : null;

    public IReadOnlyList<ModelMetric> Metrics(ShelvedModel model) => warehouse.Rows<ModelMetric>(
        "SELECT part, metric, value, low, high, baseline, higher_is_better FROM model_metrics WHERE name = $1 AND version = $2 ORDER BY place", model.Name, model.Version);

    public IReadOnlyList<CurvePoint> Curves(ShelvedModel model) => warehouse.Rows<CurvePoint>(
        "SELECT curve, x, y, weight FROM model_curves WHERE name = $1 AND version = $2 ORDER BY curve, place", model.Name, model.Version);

    /// <summary>
    /// Puts a model on the shelf as the next version of its name, and promotes it when it is ready. The very model that is
    /// the newest one already is not put there twice.
    /// </summary>
    public ShelvedModel Put(ModelDraft draft)
    {
        Make();
        var files = draft.Parts.Select(part => (part.Part, Bytes: ModelFile.Save(part.Model))).ToArray();
        var checksum = Checksum(files);
        var newest = warehouse.Rows<ShelvedModel>($"{Listed} WHERE m.name = $1 ORDER BY m.version DESC LIMIT 1", draft.Name);
        if (newest is [var same] && same.Checksum == checksum && same.AsOf == draft.AsOf && same.Ready == draft.Ready && File.Exists(PathOf(same, files[0].Part)))
        {
            if (same.Ready && same.PromotedSince is null) Promote(same.Name, same.Version, "trained again");
            return Find(same.Name, same.Version)!;
        }

        var version = newest is [var last] ? last.Version + 1 : 1;
        Write(draft.Name, version, files);
        using (var transaction = warehouse.Begin())
        {
            warehouse.Execute("INSERT INTO models VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                [draft.Name, version, draft.Slice, Now(), draft.AsOf, draft.Data, draft.Recipe, KeptJson.Text(draft.Settings), draft.Ready, draft.Verdict, ModelCardText.Of(draft, version), checksum]);
            using (var rows = warehouse.Appender("model_metrics"))
                rows.Append(Same(draft.Name, draft.Metrics.Count), Same(version, draft.Metrics.Count), Places(draft.Metrics.Count), Of(draft.Metrics, metric => metric.Part), Of(draft.Metrics, metric => metric.Metric),
                    Of(draft.Metrics, metric => metric.Value), Of(draft.Metrics, metric => metric.Low), Of(draft.Metrics, metric => metric.High), Of(draft.Metrics, metric => metric.Baseline), Of(draft.Metrics, metric => metric.HigherIsBetter));
            using (var rows = warehouse.Appender("model_curves"))
                rows.Append(Same(draft.Name, draft.Curves.Count), Same(version, draft.Curves.Count), Places(draft.Curves.Count), Of(draft.Curves, point => point.Curve),
                    Of(draft.Curves, point => point.X), Of(draft.Curves, point => point.Y), Of(draft.Curves, point => point.Weight));
            if (draft.Ready) Switch(draft.Name, version, "better than the baseline");
            transaction.Commit();
        }
        Tidy(draft.Name);
        return Find(draft.Name, version)!;
    }

    /// <summary>Makes a version the one that answers.</summary>
    /// <exception cref="UserMistakeException">There is no such version.</exception>
    public ShelvedModel Promote(string name, int version, string why)
    {
        if (Find(name, version) is not { } model) throw new UserMistakeException($"{name} has no version {version} on the shelf{Offer(name)}.");
        using var transaction = warehouse.Begin();
        Switch(name, version, why);
        transaction.Commit();
        return Find(name, version) ?? model;
    }

    /// <summary>Makes the version that answered before the present one answer again.</summary>
    /// <exception cref="UserMistakeException">No other version answered before.</exception>
    public ShelvedModel RollBack(string name)
    {
        if (Promoted(name) is not { } present) throw new UserMistakeException($"{name} has no promoted version{Offer(name)}.");
        var before = warehouse.Rows<int>("SELECT p.version FROM promotions p JOIN models m ON m.name = p.name AND m.version = p.version WHERE p.name = $1 AND p.version <> $2 AND p.until IS NOT NULL ORDER BY p.until DESC LIMIT 1", name, present.Version);
        if (before is not [var version]) throw new UserMistakeException($"{name}: no other version than {present.Version} was promoted before; `habitue models promote {name} VERSION` takes any.");
        return Promote(name, version, $"rolled back from {present.Version}");
    }

    public ShelvedModel? Find(string name, int version) => IsThere() && warehouse.Rows<ShelvedModel>($"{Listed} WHERE m.name = $1 AND m.version = $2", name, version) is [var model] ? model : null;

    /// <summary>Reads a part of a model from its file.</summary>
    /// <exception cref="UserMistakeException">The file is gone or damaged.</exception>
    public T Load<T>(ShelvedModel model, string part = "model")
        where T : IModel<T>
    {
        try
        {
            using var file = File.OpenRead(PathOf(model, part));
            return ModelFile.Load<T>(file);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserMistakeException($"The file of {model.Name}, version {model.Version}, is {(broken is InvalidDataException or EndOfStreamException ? "damaged" : "gone")}: {PathOf(model, part)}. `habitue train {model.Slice}` makes a new one, `habitue models rollback {model.Name}` takes the one before.");
        }
    }

    private void Switch(string name, int version, string why)
    {
        var now = Now();
        warehouse.Execute("UPDATE promotions SET until = $2 WHERE name = $1 AND until IS NULL", [name, now]);
        warehouse.Execute("INSERT INTO promotions VALUES ($1, $2, $3, NULL, $4)", [name, version, now, why]);
    }

    private void Write(string name, int version, (string Part, byte[] Bytes)[] files)
    {
        var place = Path.Combine(folder, name, $"{version}");
        var unfinished = place + ".part";
        foreach (var left in (string[])[place, unfinished])   // by a process that was killed before the table listed them
            if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
        Directory.CreateDirectory(unfinished);
        foreach (var (part, bytes) in files)
        {
            using var file = new FileStream(Path.Combine(unfinished, part + ".model"), FileMode.CreateNew, FileAccess.Write);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        Directory.Move(unfinished, place);
    }

    private void Tidy(string name)
    {
        var old = warehouse.Rows<int>($"""
            SELECT version FROM models WHERE name = $1
                AND version NOT IN (SELECT version FROM models WHERE name = $1 ORDER BY version DESC LIMIT {Kept})
                AND version NOT IN (SELECT version FROM promotions WHERE name = $1 ORDER BY since DESC LIMIT 2)
            """, name);
        foreach (var version in old)
        {
            using var transaction = warehouse.Begin();
            foreach (var table in (string[])["models", "model_metrics", "model_curves"])
                warehouse.Execute($"DELETE FROM {table} WHERE name = $1 AND version = $2", [name, version]);
            transaction.Commit();
        }
        // Also what a process left that was killed between the table and the files.
        var listed = warehouse.Rows<int>("SELECT version FROM models WHERE name = $1", name).Select(version => $"{version}").ToHashSet();
        foreach (var place in Directory.GetDirectories(Path.Combine(folder, name)))
            if (!listed.Contains(Path.GetFileName(place))) Directory.Delete(place, recursive: true);
    }

    private string PathOf(ShelvedModel model, string part) => Path.Combine(folder, model.Name, $"{model.Version}", part + ".model");

    private string Offer(string name)
    {
        if (!IsThere()) return "; `habitue train` makes the first models";
        var versions = warehouse.Rows<int>("SELECT version FROM models WHERE name = $1 ORDER BY version", name);
        return versions.Count > 0 ? $"; there are {string.Join(", ", versions)}"
            : $"; there are models called {string.Join(", ", warehouse.Rows<string>("SELECT DISTINCT name FROM models ORDER BY name"))}";
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private bool IsThere() => made || (made = warehouse.Has("models"));

    private void Make()
    {
        warehouse.Execute("""
            CREATE TABLE IF NOT EXISTS models (name VARCHAR, version INTEGER, slice VARCHAR, made_at TIMESTAMP, as_of TIMESTAMP, data VARCHAR, recipe VARCHAR, settings VARCHAR,
                ready BOOLEAN, verdict VARCHAR, card VARCHAR, checksum VARCHAR);
            CREATE TABLE IF NOT EXISTS promotions (name VARCHAR, version INTEGER, since TIMESTAMP, until TIMESTAMP, reason VARCHAR);
            CREATE TABLE IF NOT EXISTS model_metrics (name VARCHAR, version INTEGER, place INTEGER, part VARCHAR, metric VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, baseline DOUBLE, higher_is_better BOOLEAN);
            CREATE TABLE IF NOT EXISTS model_curves (name VARCHAR, version INTEGER, place INTEGER, curve VARCHAR, x DOUBLE, y DOUBLE, weight DOUBLE);
            """);
        made = true;
    }

    private static string Checksum((string Part, byte[] Bytes)[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, bytes) in files) hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static T[] Same<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];

    private static int[] Places(int count) => [.. Enumerable.Range(0, count)];

    private static TValue[] Of<T, TValue>(IReadOnlyList<T> rows, Func<T, TValue> part) => [.. rows.Select(part)];
}
