using Habitue.Host;
using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Server.Web.Access;

/// <summary>An account as it is listed; never its password.</summary>
internal sealed record Account(string Name, Role Role, DateTimeOffset MadeAt);

/// <summary>Who may sign in. A home without any gets one account for its owner, whose password is told once.</summary>
internal sealed class Accounts
{
    public const int LongestName = 60;
    private const string FirstName = "admin";
    private readonly HomeDatabase database;
    private readonly TimeProvider clock;
    private readonly string nobody = Passwords.Hash("nobody has this password");

    public Accounts(HomeDatabase database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Execute("CREATE TABLE IF NOT EXISTS accounts (name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, password TEXT NOT NULL, made_at TEXT NOT NULL)");
        if (All().Count > 0) return;
        First = (FirstName, Passwords.Make());
        Add(FirstName, Role.Admin, First.Value.Password);
    }

    /// <summary>The account that was made now because there was none.</summary>
    public (string Name, string Password)? First { get; }

    public IReadOnlyList<Account> All()
    {
        using var opened = database.Open();
        using var all = HomeDatabase.Command(opened, "SELECT name, role, made_at FROM accounts ORDER BY name");
        using var rows = all.ExecuteReader();
        var accounts = new List<Account>();
        while (rows.Read()) accounts.Add(new Account(rows.GetString(0), Enum.Parse<Role>(rows.GetString(1)), DateTimeOffset.Parse(rows.GetString(2))));
        return accounts;
    }

    /// <exception cref="UserMistakeException">The name is taken or not to be used, or the password is too short.</exception>
    public void Add(string name, Role role, string password)
    {
        if (name.Trim() is not { Length: > 0 and <= LongestName } trimmed) throw new UserMistakeException($"A name has 1 to {LongestName} letters.");
        if (password.Length is < Passwords.ShortestPassword or > Passwords.LongestPassword) throw new UserMistakeException($"A password has {Passwords.ShortestPassword} to {Passwords.LongestPassword} letters; several words are easy to remember.");
        try
        {
            database.Execute("INSERT INTO accounts VALUES ($name, $role, $password, $at)", ("$name", trimmed), ("$role", role.ToString()), ("$password", Passwords.Hash(password)), ("$at", clock.GetUtcNow().ToString("O")));
        }
        catch (SqliteException taken) when (taken.SqliteErrorCode == SqliteConstraint)
        {
            throw new UserMistakeException($"There is an account '{trimmed}' already.");
        }
    }

    /// <exception cref="UserMistakeException">There is none, or it is the last that manages accounts.</exception>
    public void Remove(string name)
    {
        var all = All();
        if (all.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } account) throw new UserMistakeException($"There is no account '{name}'.");
        if (account.Role == Role.Admin && all.Count(one => one.Role == Role.Admin) == 1) throw new UserMistakeException($"'{account.Name}' is the last who manages accounts; make another admin first.");
        database.Execute("DELETE FROM accounts WHERE name = $name", ("$name", account.Name));
    }

    /// <summary>The account, when name and password fit. A name that is not known takes as long as a wrong password, so nobody learns names here.</summary>
    public Account? Check(string name, string password)
    {
        if (name.Length > LongestName || password.Length > Passwords.LongestPassword) return null;
        using var opened = database.Open();
        using var one = HomeDatabase.Command(opened, "SELECT name, role, password, made_at FROM accounts WHERE name = $name", ("$name", name.Trim()));
        using var row = one.ExecuteReader();
        if (!row.Read())
        {
            Passwords.Fits(password, nobody);
            return null;
        }
        return Passwords.Fits(password, row.GetString(2)) ? new Account(row.GetString(0), Enum.Parse<Role>(row.GetString(1)), DateTimeOffset.Parse(row.GetString(3))) : null;
    }

    private const int SqliteConstraint = 19;
}
