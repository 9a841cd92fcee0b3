using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Habitue.Lake.Events;

namespace Habitue.Customers;

/// <summary>
/// Whom a searched word means. An e-mail address is found as a whole only, so that nobody reads addresses letter by letter, and also where a shop keeps
/// no more of it than a hash: SHA-256 or MD5 of the address in small letters without blanks, as mail programs and advertisers exchange it.
/// </summary>
/// <param name="Condition">A condition on a row <c>c</c> of customers, and <c>p</c> with its name.</param>
/// <param name="Values">The values of $1, $2 and so on.</param>
internal sealed partial record CustomerSearch(string Condition, IReadOnlyList<object?> Values)
{
    /// <param name="asked">What was written.</param>
    /// <param name="names">Whether the reader may see persons; who may not finds nobody by a name, or by a part of an id that is an address.</param>
    /// <param name="profiles">Where names and addresses are kept.</param>
    public static CustomerSearch For(string asked, bool names, string profiles)
    {
        var word = asked.Trim().ToLowerInvariant();
        var begins = "starts_with(lower(c.customer_id), $1)" + (names ? " OR contains(lower(p.name), $1)" : " AND NOT contains(c.customer_id, '@')");
        var same = new List<string> { "$1" };
        var values = new List<object?> { word };
        foreach (var hash in word.Contains('@', StringComparison.Ordinal) ? Hashes(word) : [])
        {
            values.Add(hash);
            same.Add($"${values.Count}");
        }
        // Who asks with a hash finds the address that has it.
        var hashed = Sha256Form().IsMatch(word) ? "OR sha256(lower(trim(email))) = $1" : Md5Form().IsMatch(word) ? "OR md5(lower(trim(email))) = $1" : "";
        var any = string.Join(", ", same);
        return new CustomerSearch($"({begins}) OR lower(c.customer_id) IN ({any}) OR c.customer_id IN (SELECT customer_id FROM {profiles} WHERE lower(trim(email)) IN ({any}) {hashed})", values);
    }

    /// <summary>What may be kept in place of an address: its hashes, and the id that a customer has who is known by nothing else.</summary>
    private static IEnumerable<string> Hashes(string address)
    {
        var bytes = Encoding.UTF8.GetBytes(address);
        yield return Convert.ToHexStringLower(SHA256.HashData(bytes));
#pragma warning disable CA5351 // It guards nothing: it is what others exchange, and how ids are made of addresses.
        var md5 = Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
        yield return md5;
        yield return EmailId.OfHash(md5);
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256Form();

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Md5Form();
}
