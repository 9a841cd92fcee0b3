using System.CommandLine;
using Habitue.Duck;
using Habitue.Host.Answers;
using Habitue.Lake.Storage;
using Habitue.Stages;

namespace Habitue.Host.Verbs;

/// <summary>Answers a question in SQL from the warehouse. Nothing can be changed unless --write is given.</summary>
internal sealed class SqlVerb : Verb
{
    private readonly Argument<string> question = new("SQL") { Description = "The query; - reads it from standard input." };
    private readonly Option<string> format;
    private readonly Option<bool> json, write;
    private readonly Option<int> limit;
    private readonly HomeOptions home;

    public SqlVerb() : base("sql", "Ask the warehouse in SQL; the answer is a table, CSV or JSON.",
        "habitue sql \"SELECT country, COUNT(*) AS customers FROM customers GROUP BY ALL ORDER BY 2 DESC\"",
        "habitue sql \"SELECT * FROM customer_features\" --format csv > features.csv",
        "habitue sql \"SHOW TABLES\"")
    {
        Add(question);
        format = Takes("--format", "table, csv or json.", "FORMAT", "table");
        format.AcceptOnlyFromAmong(Answer.Formats);
        json = TakesFlag("--json", "The same as --format json.");
        limit = Takes("--limit", "Rows that a table shows at most.", "N", 100);
        write = TakesFlag("--write", "Let the SQL change the warehouse.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        var sql = call.Of(question) is "-" ? Console.In.ReadToEnd() : call.Of(question)!;
        if (string.IsNullOrWhiteSpace(sql)) throw new UserMistakeException("The SQL is empty; ask something, such as `habitue sql \"SHOW TABLES\"`.");
        var changes = call.Of(write);
        using var work = Workspace.Look(call, home, Name, readOnly: !changes);
        void Answered(DuckResult result) => Answer.Write(call.Terminal, result, call.Of(json) ? "json" : call.Of(format)!, Math.Max(0, call.Of(limit)), call.Cancel);
        try
        {
            if (!changes)
            {
                Queries.Confine(work.Warehouse);
                Queries.Read(work.Warehouse, sql, Answered, call.Cancel);
                return CommandLine.Done;
            }
            Queries.Write(work.Warehouse, sql, Answered, call.Cancel);
            FlowMemory.Forget(work.Warehouse);   // what was made of the tables may be out of date now
        }
        catch (QueryException problem)
        {
            throw new UserMistakeException(changes ? problem.Message : $"{problem.Message}\nSQL that changes something, reaches files, or is several statements needs --write.");
        }
        return CommandLine.Done;
    }
}
