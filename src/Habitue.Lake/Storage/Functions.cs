using System.Globalization;
using Habitue.Duck;

namespace Habitue.Lake.Storage;

/// <summary>The functions that models and features call: kept in the warehouse as macros, so that its views work for every reader.</summary>
public static class Functions
{
    /// <summary>The text that defines them.</summary>
    internal static string Text { get; } = SqlModel.EmbeddedText(typeof(Functions).Assembly, "Storage/duckdb/functions.sql");

    internal static string Version { get; } = Versions.OfModel(Text, []);

    /// <summary>Writes them into the warehouse that the connection has open for writing, unless these very ones are there.</summary>
    public static void Install(DuckConnection connection, CancellationToken cancel = default)
    {
        using DuckTransaction transaction = connection.Begin();
        connection.Execute("CREATE TABLE IF NOT EXISTS installed_functions (version VARCHAR)", cancel);
        if (connection.Rows<string>("SELECT version FROM installed_functions") is [var installed] && installed == Version)
            return;
        connection.Execute(Text, cancel);
        connection.Execute($"DELETE FROM installed_functions; INSERT INTO installed_functions VALUES ('{Version}')", cancel);
        transaction.Commit();
    }

    /// <summary>Sets what <c>as_of()</c> gives on this connection; a run's moment is never kept in the warehouse.</summary>
    public static void SetAsOf(DuckConnection connection, DateTime asOf) =>
        connection.Execute($"CREATE OR REPLACE TEMP MACRO as_of() AS TIMESTAMP '{asOf.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'");
}
