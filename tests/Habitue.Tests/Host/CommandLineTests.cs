using System.Text.RegularExpressions;

namespace Habitue.Tests.Host;

public sealed partial class CommandLineTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    public static TheoryData<string> Verbs()
    {
        using var nobody = new TemporaryHome();
        return new TheoryData<string>(VerbsOf(TheProgram.Run(nobody.Folder, "--help").Out));
    }

    [Fact]
    public void The_version_is_one_short_line()
    {
        var ran = TheProgram.Run(home.Folder, "--version");
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"^habitue \d+\.\d+\.\d+\n$", ran.Out);
    }

    [Fact]
    public void Without_a_verb_the_help_is_shown_and_the_exit_code_is_2()
    {
        var ran = TheProgram.Run(home.Folder);
        Assert.Equal(2, ran.Code);
        Assert.Contains("Commands:", ran.Out);
        Assert.Contains("habitue demo", ran.Out);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_help_of_every_verb_shows_an_example_and_fits_80_columns(string verb)
    {
        var ran = TheProgram.Run(home.Folder, verb, "--help");
        Assert.Equal(0, ran.Code);
        Assert.Matches($@"Examples?:\n  .*habitue {verb}", ran.Out);
        Assert.All(ran.Lines.TakeWhile(line => !line.StartsWith("Example", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("docto", "did you mean doctor?")]
    [InlineData("doctor --hom x", "did you mean --home?")]
    [InlineData("doctor extra", "one argument too many")]
    [InlineData("doctor --memory lots", "--memory lots: not a size")]
    [InlineData("doctor --threads 0", "--threads 0")]
    [InlineData("quality rejected --limit many", "--limit many: not a whole number.")]
    [InlineData("experiments power --share many", "--share many: not a number.")]
    [InlineData("completion fish", "bash")]
    [InlineData("sql", "sql")]
    public void A_mistyped_word_is_one_sentence_and_exit_code_2(string line, string part)
    {
        var ran = TheProgram.Run(home.Folder, line.Split(' '));
        Assert.Equal(2, ran.Code);
        Assert.Empty(ran.Out);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.Contains(part, ran.Error);
        Assert.DoesNotContain("   at ", ran.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Nothing_is_coloured_in_a_pipe(string verb)
    {
        var ran = TheProgram.Run(home.Folder, verb, "--help");
        Assert.DoesNotContain('\u001b', ran.Out + ran.Error);
    }

    [Theory]
    [InlineData("bash", "complete -o filenames")]
    [InlineData("zsh", "#compdef habitue")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Each_shell_gets_its_completion(string shell, string part) =>
        Assert.Contains(part, TheProgram.Run(home.Folder, "completion", shell).Out);

    [Fact]
    public void Bash_completes_a_verb_and_an_option()
    {
        var script = $$"""
            PATH={{AppContext.BaseDirectory}}:$PATH
            source <(habitue completion bash)
            try() { COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=($1); COMP_CWORD=$2; COMPREPLY=(); _habitue; echo "${COMPREPLY[*]}"; }
            try "habitue doc" 1
            try "habitue sql --for" 2
            """;
        var ran = TheProgram.Shell(home.Folder, script);
        Assert.Equal(["doctor", "--format"], ran.Lines);
    }

    private static string[] VerbsOf(string help) =>
        [.. VerbLine().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..help.IndexOf("Examples:", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^  ([a-z]+)\b", RegexOptions.Multiline)]
    private static partial Regex VerbLine();
}
