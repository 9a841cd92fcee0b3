using Habitue.Duck;
using Habitue.Host;
using Habitue.LabelledFiles;
using Habitue.ModelShelf;
using Habitue.Prediction;
using Groups = Habitue.Audit.AutomaticGroups;

namespace Habitue.Audit;

/// <summary>How one model treats the groups that a specification makes.</summary>
/// <param name="Favourable">The outcome that is taken as favourable, in words.</param>
/// <param name="Groups">Every group; empty when they could not be told apart.</param>
/// <param name="Lack">Why not; null when they could.</param>
internal sealed record AuditedGroups(string Model, int Version, string By, string Favourable, IReadOnlyList<GroupFigures> Groups, string? Lack);

/// <summary>
/// Looks at how models treat groups of people, on the rows by which each was judged: those of a file's own columns, or of
/// customers' profiles. It publishes what it finds in <c>model_fairness</c>.
/// </summary>
internal sealed class ModelAudit(DuckConnection warehouse, Shelf shelf)
{
    public const string Table = "model_fairness";

    /// <summary>Of more rows than this a part is looked at; without it all are.</summary>
    public int MostRows { get; init; } = int.MaxValue;

    /// <param name="model">The model; null for all.</param>
    /// <exception cref="UserMistakeException">There is no such model, or nothing that it was judged by.</exception>
    public IReadOnlyList<AuditedGroups> Of(string? model, IReadOnlyList<GroupSpec> by, string? favourable)
    {
        string[] judged = [.. Models().Select(one => one.Name)];
        if (judged.Length == 0) throw new UserMistakeException("No model was judged yet; `habitue train` makes and judges the first ones.");
        if (model is not null && !judged.Contains(model)) throw new UserMistakeException($"There is no judged model '{model}'; there are {string.Join(", ", judged)}.");
        List<AuditedGroups> found = [.. judged.Where(name => model is null || name == model).SelectMany(name => by.Select(spec => Audit(name, spec, favourable, isAsked: model is not null)))];
        FairnessTable.Add(warehouse, found, isAsked: true);
        return found;
    }

    /// <summary>The models that were judged, with the version that was.</summary>
    public IReadOnlyList<(string Name, int Version)> Models() => warehouse.Has(Judgements.Table) ? warehouse.Rows<(string, int)>($"SELECT DISTINCT model, version FROM {Judgements.Table} ORDER BY model") : [];

    /// <summary>What somebody asked for before, by name.</summary>
    public IReadOnlyList<(string Model, string By, string Favourable)> Asked() => FairnessTable.Asked(warehouse);

    /// <summary>Drops all that was published, and publishes these.</summary>
    public void Replace(IReadOnlyList<AuditedGroups> asked, IReadOnlyList<AuditedGroups> automatic) => FairnessTable.Replace(warehouse, asked, automatic);

    /// <summary>What tells apart those that a model was judged by, without anybody having said so.</summary>
    public IEnumerable<GroupSpec> AutomaticGroups(string model)
    {
        var (columns, isFile) = Columns(model);
        return Groups.Of(columns, isFile, column => [.. Rows(model, column).Select(row => row.Value)]);
    }

    public AuditedGroups Audit(string model, GroupSpec spec, string? favourable, bool isAsked)
    {
        var version = warehouse.Rows<int>($"SELECT version FROM {Judgements.Table} WHERE model = $1 LIMIT 1", model)[0];
        var settings = shelf.Find(model, version) is { } shelved ? KeptJson.Named(shelved.Settings) : [];
        var yes = settings.GetValueOrDefault("yes") ?? "yes";
        var isYes = favourable is null || favourable == yes;
        var good = favourable is null ? yes : favourable;
        try
        {
            var rows = Rows(model, spec.Column);
            var groups = spec.Of([.. rows.Select(row => row.Value)]);
            return new AuditedGroups(model, version, spec.Text, good, GroupFigures.Of([.. rows.Select(row => row.Happened == isYes)], [.. rows.Select(row => row.SaidYes == isYes)], [.. rows.Select(row => isYes ? row.Probability : 1 - row.Probability)], groups), null);
        }
        catch (UserMistakeException lack) when (!isAsked)
        {
            return new AuditedGroups(model, version, spec.Text, good, [], lack.Message);
        }
    }

    /// <summary>What a model was judged by, with the value of a column in each row.</summary>
    private IReadOnlyList<Judged> Rows(string model, string column)
    {
        var value = Value(model, column, out var join);
        var every = 1 + ((warehouse.Scalar<long>($"SELECT COUNT(*) FROM {Judgements.Table} WHERE model = $1", model) - 1) / MostRows);
        return warehouse.Rows<Judged>($"SELECT j.happened, j.said_yes, j.probability, {value} AS value FROM {Judgements.Table} j {join} WHERE j.model = $1{(every > 1 ? $" AND hash(j.subject) % {every} = 0" : "")} ORDER BY j.subject", model);
    }

    /// <summary>The column that the groups are made of, as a text, and the table that has it.</summary>
    private string Value(string model, string wanted, out string join)
    {
        var own = LabelledFile.RowsTable(model);
        var (columns, isFile) = Columns(model);
        var column = columns.FirstOrDefault(name => name == wanted) ?? columns.FirstOrDefault(name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase));
        if (column is null) throw new UserMistakeException($"{model} knows no column '{wanted}'; there are {string.Join(", ", columns.Where(name => name != FileTable.Row && !name.EndsWith("_id", StringComparison.Ordinal)).Take(40))}.");
        if (!isFile && column == Groups.NewOrReturning)
        {
            // Orders after the judged moment are what was to be said, so they must not tell the groups apart.
            join = $"LEFT JOIN (SELECT q.subject, COUNT(o.ordered_at) AS orders FROM {Judgements.Table} q LEFT JOIN orders o ON o.customer_id = q.subject AND o.ordered_at < q.as_of WHERE q.model = $1 GROUP BY q.subject) t ON t.subject = j.subject";
            return "CASE WHEN j.as_of IS NULL THEN NULL WHEN t.orders <= 1 THEN 'new' ELSE 'returning' END";
        }
        join = isFile ? $"LEFT JOIN {own} t ON CAST(t.{FileTable.Row} AS VARCHAR) = j.subject" : "LEFT JOIN customers t ON t.customer_id = j.subject";
        return $"CAST(t.{FileColumn.Quoted(column)} AS VARCHAR)";
    }

    /// <summary>The columns that can tell groups apart: those of the file that a model learned from, else those of the customers.</summary>
    private (IReadOnlyList<string> Names, bool IsFile) Columns(string model)
    {
        var own = LabelledFile.RowsTable(model);
        if (warehouse.Has(own)) return (Names(own), true);
        if (!warehouse.Has("customers")) return ([], false);
        return (warehouse.Has("orders") ? [.. Names("customers"), Groups.NewOrReturning] : Names("customers"), false);
    }

    private string[] Names(string table) => [.. warehouse.ColumnsOf(table)!.Select(column => column.Name)];

    private sealed record Judged(bool Happened, bool SaidYes, double Probability, string? Value);
}
