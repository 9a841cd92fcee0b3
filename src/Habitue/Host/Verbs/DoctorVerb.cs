using System.CommandLine;
using System.Text.Json;

namespace Habitue.Host.Verbs;

/// <summary>Looks at everything the program stands on, and says what to do about what is wrong. Exit code 1 when something is.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly HomeOptions home;
    private readonly Option<bool> json;

    public DoctorVerb() : base("doctor", "Look at what Habitue stands on: versions, native library, disk, memory, home.",
        "habitue doctor",
        "habitue doctor --json")
    {
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        var findings = Checkup.Of(home.Folder(call), call.Terminal);
        if (call.Of(json)) WriteJson(call.Terminal.Out, findings);
        else Write(call.Terminal, findings);
        return findings.Any(finding => finding.Verdict == Verdict.Bad) ? CommandLine.Failed : CommandLine.Done;
    }

    private static void Write(Terminal terminal, IReadOnlyList<Finding> findings)
    {
        var wide = findings.Max(finding => finding.Subject.Length);
        foreach (var (subject, verdict, found, advice) in findings)
        {
            var mark = verdict switch { Verdict.Good => "ok", Verdict.Warning => "warn", _ => "BAD" };
            terminal.Say($"{mark,-5}{subject.PadRight(wide + 2)}{found}");
            if (advice is not null) terminal.Say(new string(' ', wide + 7) + advice);
        }
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<Finding> findings)
    {
        using var written = new JsonAnswer(output);
        written.Array(findings, static (json, finding) =>
        {
            json.WriteString("subject", finding.Subject);
            json.WriteString("verdict", JsonNamingPolicy.CamelCase.ConvertName(finding.Verdict.ToString()));
            json.WriteString("found", finding.Found);
            json.WriteString("advice", finding.Advice);
        });
    }
}
