using Habitue.Lake.Storage;

namespace Habitue.Server.Web.Access;

/// <summary>Something that somebody changed from a page.</summary>
internal sealed record Deed(DateTimeOffset At, string Who, string What);

/// <summary>Who changed what from the dashboard, in the home database. It only grows.</summary>
internal sealed class Deeds
{
    private readonly HomeDatabase database;
    private readonly TimeProvider clock;

    public Deeds(HomeDatabase database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Execute("CREATE TABLE IF NOT EXISTS deeds (at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL)");
    }

    public void Add(Person who, string what) =>
        database.Execute("INSERT INTO deeds VALUES ($at, $who, $what)", ("$at", clock.GetUtcNow().UtcDateTime.ToString("O")), ("$who", who.Name), ("$what", what));

    /// <summary>The latest ones, the newest first.</summary>
    public IReadOnlyList<Deed> Latest(int most)
    {
        using var opened = database.Open();
        using var all = HomeDatabase.Command(opened, "SELECT at, who, what FROM deeds ORDER BY at DESC LIMIT $most", ("$most", most));
        using var rows = all.ExecuteReader();
        var deeds = new List<Deed>();
        while (rows.Read()) deeds.Add(new Deed(DateTimeOffset.Parse(rows.GetString(0)), rows.GetString(1), rows.GetString(2)));
        return deeds;
    }
}
