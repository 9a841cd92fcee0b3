namespace Habitue.Lake.Loading;

/// <summary>Names and texts as SQL writes them.</summary>
internal static class Sql
{
    public static string Name(string identifier) => $"\"{identifier.Replace("\"", "\"\"")}\"";

    public static string Text(string value) => $"'{value.Replace("'", "''")}'";

    public static string Texts(IEnumerable<string> values) => $"[{string.Join(",", values.Select(Text))}]";
}
