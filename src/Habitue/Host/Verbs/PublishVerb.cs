using System.CommandLine;
using Habitue.Lake.Marts;

namespace Habitue.Host.Verbs;

/// <summary>Writes the tables to a PostgreSQL database, where BI tools read them.</summary>
internal sealed class PublishVerb : Verb
{
    private readonly Argument<string> database = new("DATABASE") { Description = "postgres://user@host/database; the password comes from PGPASSWORD, ~/.pgpass or the address." };
    private readonly Option<string> schema;
    private readonly MartOptions marts;
    private readonly HomeOptions home;

    public PublishVerb() : base("publish", "Write the tables that a run made to PostgreSQL, for Power BI, Tableau and their like; each is replaced as a whole.",
        "habitue publish postgres://bi@localhost/reports",
        "habitue publish postgres://bi@localhost/reports --schema shop --tables orders,customers,segments")
    {
        Add(database);
        schema = Takes("--schema", "The schema that gets the tables; made when it is not there.", "NAME", "habitue");
        marts = new MartOptions(this);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        using var target = PostgresTarget.Open(call.Of(database)!, call.Of(schema)!, work.Home.Spool, call.Cancel);
        marts.Write(call, work, $"{target.Address} (schema {call.Of(schema)})", mart => target.Write(work.Warehouse, mart, call.Cancel));
        return CommandLine.Done;
    }
}
