using System.CommandLine;
using Habitue.Insights;

namespace Habitue.Host;

/// <summary>The option that names the slices of a run.</summary>
internal sealed class SlicesOption
{
    private const string All = "all", None = "none";

    public SlicesOption()
    {
        Option = new Option<string?>("--slices") { HelpName = "LIST", Description = $"What to find out, with commas between: {string.Join(", ", Slices.Names)}; or all (as without it), or none." };
        Option.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && given.Value is not (All or None) && given.Value.Split(',').FirstOrDefault(name => !Slices.Names.Contains(name)) is { } unknown)
                result.AddError($"--slices {given.Value}: there is no '{unknown}'; there are {string.Join(", ", Slices.Names)}.");
        });
    }

    public Option<string?> Option { get; }

    /// <summary>The names; null for all.</summary>
    public IReadOnlyList<string>? Of(Call call) => call.Of(Option) switch { null or All => null, None => [], var names => names.Split(',') };
}
