using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Habitue.Host;

/// <summary>The usual help, and below it examples to copy: of the verb, or (without a verb) how to begin.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private const int WidestText = 120;

    private static readonly string[] Start =
    [
        "habitue demo                      look at a simulated shop first",
        "habitue run orders.csv            the same with your own files",
        "habitue sql \"SELECT COUNT(*) FROM customers\"",
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = Math.Min(Terminal.WidthOfProcess(), WidestText);
        usual.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command is Verb verb ? verb.Examples : Start;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples) output.WriteLine("  " + example);
        return CommandLine.Done;
    }
}
