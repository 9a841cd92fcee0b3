using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Habitue.Duck;
using Habitue.Lake.Loading.Csv;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>
/// Looks at two made-up orders, finds their mapping and reads them as a CSV file's, in memory alone. What takes time when a program does it
/// first is then done beside the opening of a home, by a processor that has nothing else to do, and not when the files are there.
/// </summary>
public static class Rehearsal
{
    private const string Text = """
        order,sku,description,quantity,created_at,price,customer,country
        1001,A1,"Cup, blue",2,2024-03-01 09:30:00,4.50,17.0,France
        1002,A2, Plate ,1,2024-03-02 10:00:00,12,18.0,Spain

        """;

    /// <summary>Does it; nothing is left of it.</summary>
    /// <returns>How many rows were read: none where the way that files take would refuse these.</returns>
    public static int Run()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text);
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            hash.AppendData(text);
            hash.GetHashAndReset();
        }

        if (CsvDialect.Look(Text, isWhole: true) is not ({ } dialect, { } records))
            throw new InvalidOperationException("The made-up orders are no table.");
        SourceMapping mapping = Inference.Infer("rehearsal", SourceFormat.Csv, ColumnSample.Of(dialect, records));
        mapping.Write(Stream.Null);
        var set = new TableSet { Format = SourceFormat.Csv, Dialect = dialect, Columns = [.. dialect.Columns.Select(c => (c, "VARCHAR"))], Mapping = mapping, MappingFile = "", Files = [] };
        new StagingSql(set, new StagedTable(mapping.Entity, [set])).Select(new HeldCsvRows(set, "rows"));
        RuntimeHelpers.PrepareMethod(typeof(DuckColumnWriter).GetMethod(nameof(DuckColumnWriter.Lend))!.MethodHandle);
        return Read(set, text);
    }

    private static int Read(TableSet set, byte[] text)
    {
        CsvColumn[] columns = [.. HeldCsv.ColumnsOf(set)];
        using var memory = new HeldMemory(text.Length);
        int rows = 0;
        Parallel.For(0, 1, new ParallelOptions { MaxDegreeOfParallelism = 1 }, (_, loop) =>
        {
            if (CsvFile.Read(text, memory, set.Dialect!, set.Columns.Count, columns) is not { } file)
            {
                loop.Stop();
                return;
            }

            Repeats.Of([.. file.Hashes]);
            rows = file.Rows;
        });
        return rows;
    }
}
