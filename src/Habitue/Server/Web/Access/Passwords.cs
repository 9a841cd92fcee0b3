using System.Security.Cryptography;

namespace Habitue.Server.Web.Access;

/// <summary>Passwords are kept as PBKDF2-HMAC-SHA256 with a salt of their own and 600,000 rounds, as OWASP advises.</summary>
internal static class Passwords
{
    public const int ShortestPassword = 12, LongestPassword = 200;
    private const int Rounds = 600_000, SaltBytes = 16, HashBytes = 32;
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>One that nobody guesses and everybody can type: 100 random bits in groups.</summary>
    public static string Make() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));

    /// <summary>What is kept: rounds, salt and hash.</summary>
    public static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return $"{Rounds}.{Convert.ToBase64String(salt)}.{Convert.ToBase64String(Of(password, salt, Rounds))}";
    }

    public static bool Fits(string password, string kept)
    {
        var parts = kept.Split('.');
        return CryptographicOperations.FixedTimeEquals(Of(password, Convert.FromBase64String(parts[1]), int.Parse(parts[0])), Convert.FromBase64String(parts[2]));
    }

    private static byte[] Of(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
