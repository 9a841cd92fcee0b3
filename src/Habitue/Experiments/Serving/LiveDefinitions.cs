using Habitue.Experiments.Definitions;

namespace Habitue.Experiments.Serving;

/// <summary>
/// The experiments as their file says now: it is looked at again when it has changed, at most once a second. A mistake in it leaves what was read before in
/// force and is told to whoever asks for the server's health.
/// </summary>
internal sealed class LiveDefinitions(string folder, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string path = Path.Combine(folder, ExperimentFile.Name);
    private readonly Lock looking = new();
    private (DateTime Written, long Length) seen;
    private DateTimeOffset next;

    /// <summary>What is wrong with the file, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Looks at the file and says what is wrong with it, or null.</summary>
    public string? Check() => Current is null ? null : Problem;

    /// <summary>The file has just been changed: the next who asks sees it.</summary>
    public void LookAgain()
    {
        lock (looking) next = default;
    }

    public ExperimentSet Current
    {
        get
        {
            lock (looking)
            {
                var now = clock.GetUtcNow();
                if (now < next) return field;
                next = now + Pause;
                var file = new FileInfo(path);
                var found = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
                if (found == seen) return field;
                seen = found;
                try
                {
                    field = ExperimentFile.OfHome(folder);
                    Problem = null;
                }
                catch (ExperimentFileException mistake)
                {
                    Problem = mistake.Message;
                }

                return field;
            }
        }
    } = ExperimentSet.None;
}
