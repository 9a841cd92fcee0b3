namespace Habitue.Lake.Events;

/// <summary>The id of a customer of whom nothing is known but an e-mail address: an <c>e</c> and the beginning of the address's MD5.</summary>
public static class EmailId
{
    private const int Letters = 16;

    /// <summary>The id as SQL.</summary>
    /// <param name="email">The address without spaces, in small letters, as SQL.</param>
    public static string Sql(string email) => $"'e' || left(md5({email}), {Letters})";

    /// <summary>The id from an address's MD5 in small hexadecimal digits.</summary>
    public static string OfHash(string md5) => "e" + md5[..Letters];
}
