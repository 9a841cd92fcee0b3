using System.CommandLine;

namespace Habitue.Host.Verbs;

/// <summary>Prints the script that lets a shell complete verbs and options; the program itself answers what fits (<c>[suggest]</c>).</summary>
internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh or pwsh." };

    public CompletionVerb() : base("completion", "Print a script that completes verbs and options in your shell.",
        "source <(habitue completion bash)",
        "habitue completion zsh > ~/.zfunc/_habitue",
        "habitue completion pwsh | Out-String | Invoke-Expression")
    {
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        Add(shell);
    }

    public override int Execute(Call call)
    {
        call.Terminal.Out.Write(call.Of(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Pwsh });
        return CommandLine.Done;
    }

    // The cursor's place goes along, so that a half-typed word in the middle of the line is completed too.
    private const string Bash = """
        _habitue() {
            local cur=${COMP_WORDS[COMP_CWORD]}
            local found
            found=$("${COMP_WORDS[0]}" "[suggest:$((COMP_POINT - ${#COMP_WORDS[0]} - 1))]" "${COMP_LINE#* }" 2> /dev/null)
            mapfile -t COMPREPLY < <(compgen -W "$found" -- "$cur")
            [[ ${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        }
        complete -o filenames -F _habitue habitue ./habitue

        """;

    private const string Zsh = """
        #compdef habitue
        _habitue() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:$((CURSOR - ${#words[1]} - 1))]" "${BUFFER#* }" 2> /dev/null)}")
            compadd -- $found || _files
        }
        compdef _habitue habitue ./habitue

        """;

    private const string Pwsh = """
        Register-ArgumentCompleter -Native -CommandName habitue -ScriptBlock {
            param($word, $line, $cursor)
            $rest = "$line" -replace '^\S+\s?', ''
            $at = $cursor - ("$line".Length - $rest.Length)
            habitue "[suggest:$at]" "$rest" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;
}
