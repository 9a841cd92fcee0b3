namespace Habitue.Live.Segments;

/// <summary>
/// The definitions that hold: those of the home's file, or the standard ones while there is none. It is looked at every second; a file with a mistake changes nothing, and the
/// sentence that names the line is there for whoever asks.
/// </summary>
internal sealed class LiveDefinitionsFile
{
    private readonly string path;
    private (DateTime Written, long Length) seen;

    /// <param name="folder">The home's folder.</param>
    public LiveDefinitionsFile(string folder)
    {
        path = Path.Combine(folder, LiveFile.Name);
        Current = LiveDefinitions.None;
        Look();
        if (Problem is not null) Current = LiveFile.Parse(LiveFile.Standard, "standard.yaml");
    }

    public LiveDefinitions Current { get; private set; }

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks whether the file is another one now.</summary>
    /// <returns>True when other definitions hold than before.</returns>
    public bool Look()
    {
        var file = new FileInfo(path);
        var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : (DateTime.MinValue, -1);
        if (now == seen) return false;
        seen = now;
        try
        {
            Current = file.Exists ? LiveFile.Parse(File.ReadAllText(path), LiveFile.Name) : LiveFile.Parse(LiveFile.Standard, "standard.yaml");
            Problem = null;
            return true;
        }
        catch (LiveFileException mistake)
        {
            Problem = mistake.Message;
        }
        catch (IOException unreadable)
        {
            Problem = $"{LiveFile.Name} cannot be read ({unreadable.Message.TrimEnd('.')}); what held before goes on.";
        }
        return false;
    }
}
