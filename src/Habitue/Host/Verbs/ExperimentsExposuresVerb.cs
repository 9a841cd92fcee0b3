using System.CommandLine;
using Habitue.Duck;
using Habitue.Experiments.Analysis;

namespace Habitue.Host.Verbs;

/// <summary>Takes exposures from a file, for tests that another system assigned.</summary>
internal sealed class ExperimentsExposuresVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "CSV with the columns experiment, variant, customer_id, exposed_at." };
    private readonly HomeOptions home;

    public ExperimentsExposuresVerb() : base("exposures", "Take who was shown what from a file, for tests that another system assigned.", "habitue experiments exposures exposures.csv")
    {
        Add(file);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        var path = call.Of(file)!;
        if (!File.Exists(path)) throw new UserMistakeException($"{path}: there is no such file.");
        using var work = Workspace.Open(call, home, "experiments");
        ExperimentTables.MakeExposures(work.Warehouse);
        try
        {
            using var transaction = work.Warehouse.Begin();
            var csv = $"read_csv('{path.Replace("'", "''", StringComparison.Ordinal)}', header = true, all_varchar = true, strict_mode = true)";
            var missing = ((string[])["experiment", "variant", "customer_id", "exposed_at"]).Except(work.Warehouse.Rows<(string Name, string Type)>($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {csv})").Select(column => column.Name)).ToList();
            if (missing.Count > 0) throw new UserMistakeException($"{path}: the column {missing[0]} is missing; it must hold experiment, variant, customer_id and exposed_at.");
            work.Warehouse.Execute($"CREATE OR REPLACE TEMP TABLE given AS SELECT ROW_NUMBER() OVER () + 1 AS line, experiment, variant, customer_id, TRY_CAST(exposed_at AS TIMESTAMP) AS exposed_at, exposed_at AS said FROM {csv}", call.Cancel);
            var wrong = work.Warehouse.Rows<(long Line, string? Said)>("SELECT line, said FROM given WHERE exposed_at IS NULL OR experiment IS NULL OR variant IS NULL OR customer_id IS NULL ORDER BY line LIMIT 1");
            if (wrong is [var first]) throw new UserMistakeException($"{path}, line {first.Line}: experiment, variant, customer_id and a moment such as 2026-11-27 12:00:00 must be there{(first.Said is null ? "" : $"; exposed_at is '{first.Said}'")}. Nothing was taken.");
            var before = work.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM {ExperimentTables.Exposures}");
            work.Warehouse.Execute($"INSERT INTO {ExperimentTables.Exposures} SELECT experiment, customer_id, variant, MIN(exposed_at) FROM given GROUP BY experiment, customer_id, variant ON CONFLICT DO NOTHING", call.Cancel);
            var (taken, said) = (work.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM {ExperimentTables.Exposures}") - before, work.Warehouse.Scalar<long>("SELECT COUNT(*) FROM given"));
            transaction.Commit();
            call.Terminal.Say($"{said:N0} lines: {taken:N0} exposures taken, {said - taken:N0} were known already or said twice.");
            return CommandLine.Done;
        }
        catch (DuckException problem)
        {
            throw new UserMistakeException($"{path}: this is no CSV that can be read ({problem.Message.Split('\n')[0].TrimEnd('.')}).");
        }
    }
}
