using Habitue.Experiments.Serving;
using Habitue.Host;

namespace Habitue.Experiments.Definitions;

/// <summary>Somebody else has changed an experiment since it was opened.</summary>
/// <param name="key">The experiment.</param>
/// <param name="last">Who made it what it is now, and when; null when it was not changed on a page since the server started.</param>
internal sealed class ChangedMeanwhileException(string key, (string Who, DateTimeOffset At)? last) : Exception($"Somebody else has changed {key} since you opened it.")
{
    public (string Who, DateTimeOffset At)? Last => last;
}

/// <summary>The experiments file of a home as pages change it: one change at a time, checked by the reader of the file before it is kept, and the file replaced as a whole.</summary>
internal sealed class ExperimentFolder(string folder, LiveDefinitions definitions, TimeProvider clock)
{
    /// <summary>Who made which version of an experiment last; a version that came by hand has nobody.</summary>
    private readonly Dictionary<string, (string Version, string Who, DateTimeOffset At)> makers = new(StringComparer.Ordinal);
    private readonly Lock writing = new();
    private readonly string path = Path.Combine(folder, ExperimentFile.Name);

    /// <summary>What the file says now; empty when there is none.</summary>
    public string Text => File.Exists(path) ? File.ReadAllText(path) : "";

    /// <param name="key">The experiment that is changed.</param>
    /// <param name="version">Its version as whoever changes it saw it; "none" for one that is to be new.</param>
    /// <param name="who">Who changes it.</param>
    /// <param name="change">The text with the change.</param>
    /// <exception cref="ChangedMeanwhileException">It is another version by now.</exception>
    /// <exception cref="UserMistakeException">The file would not be one; nothing was changed.</exception>
    public void Change(string key, string version, string who, Func<string, string> change)
    {
        lock (writing)
        {
            var before = Text;
            var now = ExperimentText.VersionOf(before, key);
            if (now != version) throw new ChangedMeanwhileException(key, makers.TryGetValue(key, out var last) && last.Version == now ? (last.Who, last.At) : null);
            try
            {
                if (before.Length > 0) ExperimentFile.Parse(before, ExperimentFile.Name);
                var after = change(before);
                ExperimentFile.Parse(after, ExperimentFile.Name);
                var unfinished = path + ".part";
                File.WriteAllText(unfinished, after);
                File.Move(unfinished, path, overwrite: true);
                makers[key] = (ExperimentText.VersionOf(after, key), who, clock.GetUtcNow());
            }
            catch (ExperimentFileException wrong)
            {
                throw new UserMistakeException(wrong.Message);
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                throw new UserMistakeException($"{path} cannot be written ({trouble.Message.TrimEnd('.')}); nothing was changed.");
            }
            definitions.LookAgain();
        }
    }
}
