using System.Text.Json;
using Habitue.Duck;
using Habitue.Host;
using Habitue.LabelledFiles;
using Habitue.ModelShelf;
using Habitue.Prediction;

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

    /// <param name="model">The model; null for all.</param>
    /// <exception cref="UserMistakeException">There is no such model, or nothing that it was judged by.</exception>
    public IReadOnlyList<AuditedGroups> Of(string? model, IReadOnlyList<GroupSpec> by, string? favourable)
    {
        string[] judged = Has(Judgements.Table) ? [.. warehouse.Rows<string>($"SELECT DISTINCT model FROM {Judgements.Table} ORDER BY model")] : [];
        if (judged.Length == 0) throw new UserMistakeException("No model was judged yet; `habitue train` makes and judges the first ones.");
        if (model is not null && !judged.Contains(model)) throw new UserMistakeException($"There is no judged model '{model}'; there are {string.Join(", ", judged)}.");
        List<AuditedGroups> found = [.. judged.Where(name => model is null || name == model).SelectMany(name => by.Select(spec => Audit(name, spec, favourable, isAsked: model is not null)))];
        Publish(found);
        return found;
    }

    private AuditedGroups Audit(string model, GroupSpec spec, string? favourable, bool isAsked)
    {
        var version = warehouse.Rows<int>($"SELECT version FROM {Judgements.Table} WHERE model = $1 LIMIT 1", model)[0];
        var settings = shelf.Find(model, version) is { } shelved ? JsonSerializer.Deserialize<Dictionary<string, string>>(shelved.Settings)! : [];
        var yes = settings.GetValueOrDefault("yes") ?? "yes";
        var isYes = favourable is null || favourable == yes;
        var good = favourable is null ? yes : favourable;
        try
        {
            var rows = warehouse.Rows<Judged>($"SELECT j.happened, j.said_yes, j.probability, {Value(model, spec, out var join)} AS value FROM {Judgements.Table} j {join} WHERE j.model = $1 ORDER BY j.subject", model);
            var groups = spec.Of([.. rows.Select(row => row.Value)]);
            return new AuditedGroups(model, version, spec.Text, good, GroupFigures.Of([.. rows.Select(row => row.Happened == isYes)], [.. rows.Select(row => row.SaidYes == isYes)], [.. rows.Select(row => isYes ? row.Probability : 1 - row.Probability)], groups), null);
        }
        catch (UserMistakeException lack) when (!isAsked)
        {
            return new AuditedGroups(model, version, spec.Text, good, [], lack.Message);
        }
    }

    /// <summary>The column that the groups are made of, as a text, and the table that has it.</summary>
    private string Value(string model, GroupSpec spec, out string join)
    {
        var own = LabelledFile.RowsTable(model);
        var (table, key) = Has(own) ? (own, $"CAST(t.{FileTable.Row} AS VARCHAR)") : ("customers", "t.customer_id");
        string[] columns = Has(table) ? [.. warehouse.Rows<string>("SELECT column_name FROM duckdb_columns() WHERE table_name = $1", table)] : [];
        var column = columns.FirstOrDefault(name => name == spec.Column) ?? columns.FirstOrDefault(name => string.Equals(name, spec.Column, StringComparison.OrdinalIgnoreCase));
        if (column is null) throw new UserMistakeException($"{model} knows no column '{spec.Column}'; there are {string.Join(", ", columns.Where(name => name != FileTable.Row && !name.EndsWith("_id", StringComparison.Ordinal)).Take(40))}.");
        join = $"LEFT JOIN {table} t ON {key} = j.subject";
        return $"CAST(t.{FileColumn.Quoted(column)} AS VARCHAR)";
    }

    private bool Has(string table) => warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = $1", table) > 0;

    private void Publish(IReadOnlyList<AuditedGroups> found)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"""
            CREATE TABLE IF NOT EXISTS {Table} (model VARCHAR, version INTEGER, by_what VARCHAR, favourable VARCHAR, person_group VARCHAR, is_reference BOOLEAN, rows BIGINT,
                outcome_rate DOUBLE, outcome_impact DOUBLE, outcome_difference DOUBLE, selection_rate DOUBLE, selection_low DOUBLE, selection_high DOUBLE, disparate_impact DOUBLE, impact_low DOUBLE, impact_high DOUBLE,
                equal_opportunity DOUBLE, opportunity_low DOUBLE, opportunity_high DOUBLE, average_odds DOUBLE, odds_low DOUBLE, odds_high DOUBLE, calibration DOUBLE, calibration_low DOUBLE, calibration_high DOUBLE, verdict VARCHAR)
            """);
        foreach (var one in found)
        {
            warehouse.Execute($"DELETE FROM {Table} WHERE model = $1 AND by_what = $2", [one.Model, one.By]);
            foreach (var group in one.Groups)
            {
                object?[] values = [one.Model, one.Version, one.By, one.Favourable, group.Group, group.IsReference, (long)group.Rows, group.InData.Value, group.InDataImpact, group.InDataDifference, .. Parts(group.Selected), .. Parts(group.Impact), .. Parts(group.Opportunity), .. Parts(group.Odds), .. Parts(group.Calibration), group.Verdict];
                warehouse.Execute($"INSERT INTO {Table} VALUES ({string.Join(", ", Enumerable.Range(1, values.Length).Select(i => $"${i}"))})", values);
            }
        }
        transaction.Commit();
    }

    private static IEnumerable<object?> Parts(Figure figure) => new[] { figure.Value, figure.Low, figure.High }.Select(part => double.IsFinite(part) ? (object?)part : null);

    private sealed record Judged(bool Happened, bool SaidYes, double Probability, string? Value);
}
