namespace Habitue.Lake.Log;

/// <summary>The log takes no more at the moment: more waits than its bounded queue holds.</summary>
public sealed class LogFullException(TimeSpan retryAfter) : Exception($"The log is behind; try again in {retryAfter.TotalSeconds:0.#} s.")
{
    public TimeSpan RetryAfter => retryAfter;
}

/// <summary>The log cannot write, such as on a full disk. Nothing of the call was accepted, and nothing accepted before is lost.</summary>
public sealed class LogUnavailableException(string sentence, Exception? cause = null) : Exception(sentence, cause);
