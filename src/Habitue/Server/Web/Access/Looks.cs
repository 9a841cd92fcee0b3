using Habitue.Lake.Storage;

namespace Habitue.Server.Web.Access;

/// <summary>A look at what is personal: who looked at whom, at what, and when.</summary>
internal sealed record Look(DateTimeOffset At, string Who, string Customer, string What);

/// <summary>The list of looks at personal fields, in the home database. It only grows.</summary>
internal sealed class Looks
{
    private readonly HomeDatabase database;
    private readonly TimeProvider clock;

    public Looks(HomeDatabase database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Execute("CREATE TABLE IF NOT EXISTS looks_at_persons (at TEXT NOT NULL, who TEXT NOT NULL, customer TEXT NOT NULL, what TEXT NOT NULL)");
    }

    public void Add(Person who, string customer, string what) =>
        database.Execute("INSERT INTO looks_at_persons VALUES ($at, $who, $customer, $what)", ("$at", clock.GetUtcNow().UtcDateTime.ToString("O")), ("$who", who.Name), ("$customer", customer), ("$what", what));

    /// <summary>The latest ones, the newest first.</summary>
    public IReadOnlyList<Look> Latest(int most)
    {
        using var opened = database.Open();
        using var all = HomeDatabase.Command(opened, "SELECT at, who, customer, what FROM looks_at_persons ORDER BY at DESC LIMIT $most", ("$most", most));
        using var rows = all.ExecuteReader();
        var looks = new List<Look>();
        while (rows.Read()) looks.Add(new Look(DateTimeOffset.Parse(rows.GetString(0)), rows.GetString(1), rows.GetString(2), rows.GetString(3)));
        return looks;
    }
}
