using System.CommandLine;
using Habitue.Host;

namespace Habitue.Segments;

/// <summary>The option that names the method by which customers are divided.</summary>
internal sealed class SegmentsByOption
{
    private readonly Option<string?> method = new($"--{WantedMethod.OptionName}")
    {
        HelpName = "METHOD", Description = $"segments: how customers are divided: {WantedMethod.Best} (as without it: the clearest stable division of all methods), {string.Join(", ", SegmentMethods.Words.Keys)}; from then on it is kept up.",
    };

    public SegmentsByOption(Command command)
    {
        command.Add(method);
        method.AcceptOnlyFromAmong([WantedMethod.Best, .. SegmentMethods.Words.Keys]);
    }

    /// <summary>What was chosen, by name.</summary>
    /// <param name="call">What was called.</param>
    /// <param name="doesSegments">Whether segments are made at all.</param>
    public IReadOnlyDictionary<string, string> Of(Call call, bool doesSegments)
    {
        if (call.Of(method) is not { } word) return new Dictionary<string, string>();
        if (!doesSegments) throw new UserMistakeException($"--{WantedMethod.OptionName} goes with segments: `habitue train {SegmentsSlice.Slice.Name} --{WantedMethod.OptionName} {word}`.");
        return new Dictionary<string, string> { [WantedMethod.OptionName] = word };
    }
}
