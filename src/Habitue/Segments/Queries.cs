namespace Habitue.Segments;

/// <summary>The SQL files of this folder.</summary>
internal static class Queries
{
    public static string Read(string name)
    {
        using var text = new StreamReader(typeof(Queries).Assembly.GetManifestResourceStream($"Segments/{name}.sql")
            ?? throw new InvalidOperationException($"Segments/{name}.sql is not in the program."));
        return text.ReadToEnd();
    }
}
