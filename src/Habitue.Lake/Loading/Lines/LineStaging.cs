using Habitue.Duck;
using Habitue.Lake.Cleaning;
using Habitue.Lake.Events;
using Habitue.Lake.Log;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// Fills the staging table of events from records of the log: what can be read with certainty goes into it row by row, the rest is
/// read by DuckDB. The rows are the same in the same order, whichever way they went.
/// </summary>
internal sealed class LineStaging(LineShape shape, IReadOnlyList<LogRecord> records)
{
    /// <exception cref="DuckException">The database cannot read one of the records.</exception>
    public void Fill(DuckConnection warehouse, TableSet set, StagedTable into, CancellationToken cancel)
    {
        var places = new List<int>(records.Count);
        using var odd = new OddLines(warehouse, set, into, cancel);
        using (var rows = new LineRows(warehouse, shape, into, set.Files[0].Id))
        {
            for (int i = 0; i < records.Count; i++)
            {
                int added = rows.Add(records[i].Value.Span);
                if (added == 0)
                    odd.Add(records[i].Value.Span, i);
                for (int row = 0; row < added; row++)
                    places.Add(i);
            }
        }

        Judge(warehouse, into, places, cancel);
        if (odd.Any)
            odd.Merge(places);
    }

    /// <summary>The rules that look at one row; files' rows are judged while they are read.</summary>
    private void Judge(DuckConnection warehouse, StagedTable into, List<int> places, CancellationToken cancel)
    {
        string rule = CleaningRules.RowCase(Entity.Events.Name);
        IReadOnlyList<(long Row, string Rule)> broken = warehouse.Rows<(long, string)>($"SELECT row_id, rule FROM (SELECT row_id, {rule} AS rule FROM rows_{into.Entity.Name}) WHERE rule IS NOT NULL");
        if (broken.Count == 0)
            return;
        warehouse.Execute("CREATE OR REPLACE TEMP TABLE broken_rows (n BIGINT, rule VARCHAR, original VARCHAR)", cancel);
        using (DuckAppender appender = warehouse.Appender("broken_rows"))
            appender.Append(broken.Select(b => b.Row).ToArray(), broken.Select(b => b.Rule).ToArray(), broken.Select(b => System.Text.Encoding.UTF8.GetString(records[places[(int)b.Row]].Value.Span)).ToArray());
        warehouse.Execute($"UPDATE {into.Name} SET rejected_by = b.rule, original = b.original FROM broken_rows AS b WHERE {into.Name}.rowid = b.n", cancel);
        warehouse.Execute("DROP TABLE broken_rows", cancel);
    }
}
