using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>One of the tables beside the segments, as it is.</summary>
internal sealed class SegmentsTableVerb : Verb
{
    private readonly string sql;
    private readonly Option<string> format;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public SegmentsTableVerb(string name, string about, string sql) : base(name, about, $"habitue segments {name}")
    {
        this.sql = sql;
        format = Takes("--format", "table, csv or json.", "FORMAT", "table");
        format.AcceptOnlyFromAmong(Answer.Formats);
        json = TakesFlag("--json", "The same as --format json.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "segments");
        work.MustHave(SegmentTables.Portraits, "habitue train segments");
        using var result = work.Warehouse.Query(sql, call.Cancel);
        Answer.Write(call.Terminal, result, call.Of(json) ? "json" : call.Of(format)!, 100, call.Cancel);
        return CommandLine.Done;
    }
}
