using System.Security.Cryptography;
using System.Text;
using Habitue.Lake.Storage;
using Microsoft.AspNetCore.Http;

namespace Habitue.Server.Web.Access;

/// <summary>
/// Who is signed in, by a cookie that scripts cannot read and other sites cannot send along with forms. The home keeps only the SHA-256 of what is in the cookie; an account that is
/// taken away or changes its role does so at the next request.
/// </summary>
internal sealed class SignedIn
{
    public const string Cookie = "habitue_session", FormField = "form_key", FormHeader = "X-Form-Key";

    /// <summary>The name of whoever comes with the address that the server printed.</summary>
    public const string Guest = "guest of this run";

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);
    private readonly HomeDatabase database;
    private readonly TimeProvider clock;

    public SignedIn(HomeDatabase database, TimeProvider clock)
    {
        (this.database, this.clock) = (database, clock);
        database.Execute("CREATE TABLE IF NOT EXISTS signed_in (hash TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, guest_role TEXT, until TEXT NOT NULL)");
        // Guests of an earlier run go with it, and so does what is over.
        database.Execute("DELETE FROM signed_in WHERE guest_role IS NOT NULL OR until < $now", ("$now", Text(clock.GetUtcNow())));
    }

    /// <summary>Signs somebody in.</summary>
    /// <param name="guest">The role of a guest, who has no account; null for one with an account.</param>
    public void Begin(HttpContext call, string name, Role? guest = null)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var until = clock.GetUtcNow() + Lasts;
        database.Execute("INSERT INTO signed_in VALUES ($hash, $name, $guest, $until)", ("$hash", HashOf(secret)), ("$name", name), ("$guest", guest?.ToString()), ("$until", Text(until)));
        call.Response.Cookies.Append(Cookie, secret, Options(call, until));
    }

    public void End(HttpContext call)
    {
        if (call.Request.Cookies[Cookie] is { } secret) database.Execute("DELETE FROM signed_in WHERE hash = $hash", ("$hash", HashOf(secret)));
        call.Response.Cookies.Delete(Cookie, Options(call, null));
    }

    /// <summary>Who sent this request; null when nobody is signed in.</summary>
    public Person? Of(HttpContext call)
    {
        if (call.Request.Cookies[Cookie] is not { Length: 64 } secret) return null;
        using var opened = database.Open();
        using var one = HomeDatabase.Command(opened, "SELECT COALESCE(a.name, s.name), COALESCE(s.guest_role, a.role) FROM signed_in s LEFT JOIN accounts a ON a.name = s.name WHERE s.hash = $hash AND s.until > $now",
            ("$hash", HashOf(secret)), ("$now", Text(clock.GetUtcNow())));
        using var row = one.ExecuteReader();
        return row.Read() && !row.IsDBNull(1) ? new Person(row.GetString(0), Enum.Parse<Role>(row.GetString(1)), FormKey(secret)) : null;
    }

    /// <summary>Whether a request that changes something comes from a form of ours.</summary>
    public static bool IsOwnForm(Person who, string? key) =>
        key is { Length: > 0 and <= 100 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(who.Form));

    public static CookieOptions Options(HttpContext call, DateTimeOffset? until) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = call.Request.IsHttps || call.Request.Headers["X-Forwarded-Proto"] == "https", Path = "/", Expires = until, IsEssential = true };

    private static string FormKey(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "a form of ours"u8));

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O");
}
