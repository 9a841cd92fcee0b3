using Habitue.Duck;

namespace Habitue.Tests.Host;

/// <summary>A home in a folder of its own that goes away with the test.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("habitue-test-");

    /// <summary>Not there until something makes it.</summary>
    public string Folder => Path.Combine(parent.FullName, "home");

    /// <summary>A folder beside the home, for files that a test writes.</summary>
    public string Desk => Directory.CreateDirectory(Path.Combine(parent.FullName, "desk")).FullName;

    /// <summary>A home whose warehouse was made by this SQL.</summary>
    public static TemporaryHome With(string sql)
    {
        var home = new TemporaryHome();
        Directory.CreateDirectory(home.Folder);
        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var connection = database.Connect();
        connection.Execute(sql);
        return home;
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Desk, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => parent.Delete(recursive: true);
}
