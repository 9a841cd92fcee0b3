using Habitue.Duck;

namespace Habitue.Stages;

/// <summary>
/// Remembers in the warehouse what each stage last worked from, so that a stage with the same inputs can be left out.
/// The inputs are words: the number of the last load, the as-of date, the seed; the program's build always belongs to them.
/// </summary>
internal sealed class FlowMemory(DuckConnection warehouse)
{
    private static readonly string Program = string.Join('-', new[] { typeof(FlowMemory), typeof(Lake.Storage.Home), typeof(Learning.Seed) }.Select(type => type.Module.ModuleVersionId.ToString("N")[..8]));
    private bool made;

    /// <summary>True when the stage already worked from exactly these inputs.</summary>
    public bool Knows(string stage, string inputs)
    {
        Make();
        return warehouse.Rows<string>("SELECT inputs FROM flow_memory WHERE stage = $1", stage) is [var last] && last == WithProgram(inputs);
    }

    public void Remember(string stage, string inputs)
    {
        Make();
        using var transaction = warehouse.Begin();
        warehouse.Execute("DELETE FROM flow_memory WHERE stage = $1", [stage]);
        warehouse.Execute("INSERT INTO flow_memory VALUES ($1, $2)", [stage, WithProgram(inputs)]);
        transaction.Commit();
    }

    /// <summary>Makes the next run do every stage again: somebody changed the tables by hand.</summary>
    public static void Forget(DuckConnection warehouse)
    {
        foreach (var table in warehouse.Rows<string>("SELECT table_name FROM duckdb_tables() WHERE table_name IN ('flow_memory', 'builds')"))
            warehouse.Execute($"DELETE FROM {table}");
    }

    private static string WithProgram(string inputs) => $"{inputs} program {Program}";

    private void Make()
    {
        if (!made) warehouse.Execute("CREATE TABLE IF NOT EXISTS flow_memory (stage VARCHAR, inputs VARCHAR)");
        made = true;
    }
}
