using System.Security.Cryptography;
using System.Text;

namespace Habitue.Server.Web.Access;

/// <summary>A word that signs in without an account for as long as this process runs. None exists until somebody asks for it at the start.</summary>
internal sealed class GuestPass
{
    private string? word;

    /// <summary>Makes the word; it is told here and never again.</summary>
    public string Make() => word = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public bool Fits(string? given) =>
        word is { } known && given is { Length: > 0 and <= 100 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(known));
}
