using System.CommandLine;
using Habitue.Lake.Marts;

namespace Habitue.Host.Verbs;

/// <summary>Writes the tables as files, for notebooks and for tools that read files.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> folder = new("DIR") { Description = "The folder to write to; files of the same names are replaced." };
    private readonly Option<string> format;
    private readonly MartOptions marts;
    private readonly HomeOptions home;

    public ExportVerb() : base("export", "Write the tables that a run made as Parquet or CSV files, one per table.",
        "habitue export tables",
        "habitue export tables --format csv --tables orders,customers,segments")
    {
        Add(folder);
        format = Takes("--format", "parquet or csv.", "FORMAT", "parquet");
        format.AcceptOnlyFromAmong("parquet", "csv");
        marts = new MartOptions(this);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        var target = new FolderTarget(call.Of(folder)!, call.Of(format)!);
        marts.Write(call, work, call.Of(folder)!, mart => target.Write(work.Warehouse, mart, call.Cancel));
        return CommandLine.Done;
    }
}
