using System.CommandLine;

namespace Habitue.Host;

/// <summary>A verb that is made when it is asked for.</summary>
internal sealed record NamedVerb(string Name, Func<Verb> Make)
{
    public Verb Made() => Make() is var verb && verb.Name == Name ? verb : throw new InvalidOperationException($"The verb {verb.Name} stands in the list as {Name}.");
}

/// <summary>
/// One word of the command line and what it does. A verb is one class in <c>Host/Verbs</c> (or in its slice) and one line in
/// <c>Program.cs</c>. Its examples are shown by --help and run by the tests.
/// </summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string summary, params string[] examples) : base(name, summary)
    {
        Examples = examples;
        SetAction(parsed => CommandLine.Guard(parsed, this));
    }

    /// <summary>Whole command lines, without a prompt, that a reader can copy.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Does the work and returns the exit code: 0 done, 1 failed. A user's mistake is thrown as <see cref="UserMistakeException"/>.</summary>
    public abstract int Execute(Call call);

    /// <summary>Adds an option and returns it, so that a verb declares each on one line.</summary>
    protected Option<T> Takes<T>(string name, string meaning, string? value = null, T? byDefault = default)
    {
        var option = new Option<T>(name) { Description = meaning, HelpName = value };
        if (byDefault is not null && !EqualityComparer<T>.Default.Equals(byDefault, default))
            option.DefaultValueFactory = _ => byDefault;
        Add(option);
        return option;
    }

    protected Option<bool> TakesFlag(string name, string meaning) => Takes<bool>(name, meaning);
}
